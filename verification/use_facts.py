"""How many devices of a handover are used, in numbers that speak of no single pupil."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from verification.models import UseAnswer, UseRound
from verification.use import FEWEST


@dataclass(frozen=True)
class Used:
    """Of one round, or of several of the same stage: `used` of `asked` are in use."""

    used: int
    asked: int

    @property
    def words(self) -> str:
        """For those who are no office: a number only where it hides who."""
        if self.asked == 0:
            return _("tidak ada gawai yang ditanyakan lagi")
        if self.asked < FEWEST:
            if self.used == self.asked:
                return _("dipakai")
            return _("sebagian dipakai") if self.used else _("tidak dipakai lagi")
        return _("%(used)s dari %(asked)s") % {"used": self.used, "asked": self.asked}


def counts_of(rounds: Iterable[UseRound]) -> Mapping[int, Counter[str]]:
    """Round key → says → how many; one query."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = UseAnswer.objects.filter(round__in=list(rounds)).values_list("round_id", "says").annotate(count=Count("pk"))
    for round_id, says, count in rows.order_by():
        found[round_id][says] += count
    return found


def used_in(counts: Counter[str]) -> Used:
    return Used(counts[UseAnswer.Says.IN_USE], counts.total())
