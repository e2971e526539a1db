"""Write judged rows of the official list: new schools, and what changed in known ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from schools.models import School
from schools.rows import SchoolRow

FIELDS = ("name", "form", "status", "address", "district_id", "village_id", "latitude", "longitude")


@dataclass
class SchoolLoad:
    """Counts of what happened, and the rows left out: (row number, reasons)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def load_schools(*, rows: Iterable[SchoolRow], actor: Actor, accept: bool = False) -> SchoolLoad:
    """Upsert by NPSN in a handful of statements; the same rows twice change nothing. `accept`: into the programme at once."""
    actor.must(Permission.SCHOOL_ACCEPT)
    result = SchoolLoad()
    good: list[SchoolRow] = []
    for row in rows:
        result.remarks += [(row.number, remark) for remark in row.remarks]
        if row.problems:
            result.problems.append((row.number, "; ".join(row.problems)))
        else:
            good.append(row)
    known = {
        school.npsn: school for school in School.objects.select_for_update().filter(npsn__in=[r.npsn for r in good])
    }
    _insert([row for row in good if row.npsn not in known], actor, accept, result)
    _update([(known[row.npsn], row) for row in good if row.npsn in known], result)
    if accept:
        School.objects.filter(npsn__in=list(known), accepted_at__isnull=True).update(
            accepted_at=timezone.now(), accepted_by_id=actor.user_id
        )
    return result


def _insert(rows: list[SchoolRow], actor: Actor, accept: bool, result: SchoolLoad) -> None:
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(kind=Organisation.Kind.SCHOOL, name=row.name, region=row.village_id or row.district_id)
            for row in rows
        ],
        batch_size=2_000,
    )
    schools = School.objects.bulk_create(
        [
            School(
                organisation=organisation,
                npsn=row.npsn,
                accepted_at=timezone.now() if accept else None,
                accepted_by_id=actor.user_id if accept else None,
                **{name: getattr(row, name) for name in FIELDS},
            )
            for organisation, row in zip(organisations, rows, strict=True)
        ],
        batch_size=2_000,
    )
    trail.record_many("school.listed", schools, actor=actor)
    result.new = len(schools)


def _update(pairs: list[tuple[School, SchoolRow]], result: SchoolLoad) -> None:
    changed = []
    for school, row in pairs:
        if any(getattr(school, name) != getattr(row, name) for name in FIELDS):
            for name in FIELDS:
                setattr(school, name, getattr(row, name))
            changed.append(school)
    School.objects.bulk_update(changed, [name.removesuffix("_id") for name in FIELDS], batch_size=1_000)
    organisations = [
        Organisation(pk=school.organisation_id, name=school.name, region=school.region) for school in changed
    ]
    Organisation.objects.bulk_update(organisations, ["name", "region"], batch_size=1_000)
    result.changed, result.unchanged = len(changed), len(pairs) - len(changed)
