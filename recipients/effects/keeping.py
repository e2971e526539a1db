"""The schools of a draft's effect, counted once and kept for a few minutes: one page after the other tells of the same moment."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from recipients.effects.counts import Change, effect_of
from recipients.effects.ranks import Shift, moves_of
from recipients.models import CriteriaSet
from schools.models import School

# Seconds. The page says when it was counted; the page of all the effect always counts anew.
KEPT = 10 * 60


class SchoolEffect(NamedTuple):
    """One school for which something changes; `district` is the official code of its kecamatan."""

    npsn: str
    district: str
    change: Change
    shift: Shift

    @property
    def place(self) -> tuple[int, str]:
        """Most changed first, then by NPSN: what the pages are ordered by."""
        return -self.change.touched, self.npsn


class KeptSchools(NamedTuple):
    """All of them in their order, as they were at one moment."""

    counted_at: datetime
    schools: list[SchoolEffect]


def kept_schools(criteria: CriteriaSet) -> KeptSchools:
    """Counted at most KEPT seconds ago by exactly these clauses against exactly this version in force: an edit of the draft or
    a publication in between is counted anew. Raises BadCriteria for clauses outside the allow-list."""
    in_force = CriteriaSet.objects.in_force(criteria.kind)
    key = f"effect:{criteria.pk}:{criteria.updated_at.isoformat()}:{in_force.pk if in_force else 0}"
    kept: KeptSchools | None = cache.get(key)
    if kept is None:
        kept = KeptSchools(timezone.now(), _counted(criteria))
        cache.set(key, kept, KEPT)
    return kept


def _counted(criteria: CriteriaSet) -> list[SchoolEffect]:
    effect, moves = effect_of(criteria.clauses, criteria.kind), moves_of(criteria.clauses, criteria.kind)
    touched = {pk: change for pk, change in effect.schools.items() if change.touched}
    told = School.objects.filter(pk__in=touched).values_list("pk", "npsn", "district_id")
    schools = [SchoolEffect(npsn, district, touched[pk], moves.schools.get(pk, Shift())) for pk, npsn, district in told]
    return sorted(schools, key=lambda school: school.place)
