"""What a change of a promise does to the open need, before and after: told before it is done. Only reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from donations.models import Allocation, Pledge
from donations.states import AllocationState
from recipients.models import NeedClass
from recipients.statistics import figures_of_school


@dataclass(frozen=True)
class Effect:
    """How many needs of one class wait for a giver at the school, now and afterwards."""

    need_class: NeedClass
    before: int
    after: int
    # How many more were asked for than wait.
    short: int = 0

    @property
    def change(self) -> int:
        return self.after - self.before


def effects_of(pledge: Pledge, released: Mapping[str, int]) -> list[Effect]:
    """`released`: how many units of each class go back (minus: are held in addition). Never below zero."""
    found = figures_of_school(pledge.school_id)
    return [
        Effect(NeedClass(need_class), max(0, found[need_class].open), *_after(found[need_class].open + count, count))
        for need_class, count in sorted(released.items())
    ]


def _after(left: int, count: int) -> tuple[int, int]:
    """What waits afterwards, and what was asked for beyond it; giving back is never too much."""
    return max(0, left), max(0, -left) if count < 0 else 0


def held_by_class(pledge: Pledge) -> Counter[str]:
    """Units that would go back if the promise ended now."""
    units = Allocation.objects.filter(
        line__pledge=pledge, state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED]
    )
    return Counter(units.values_list("line__need_class", flat=True))
