"""How a step that reserves needs is tried: all that was asked, or nothing and a clear answer (decision 0005). No writing here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from donations.models import Allocation
from donations.policies import busy, not_enough_left
from ksbb.common.refusals import Refused
from recipients.statistics import Figures, figures_of_schools

Done = TypeVar("Done")
# How often a promise is tried anew while others hold units that may come free again.
TRIES = 5


class NotEnoughLeft(Refused):
    """Others were quicker; `left` is what remains of `need_class` at the school right now."""

    def __init__(self, left: int, need_class: str, school_id: int = 0) -> None:
        super().__init__(not_enough_left(left))
        self.left = left
        self.need_class = need_class
        self.school_id = school_id


class Short(Exception):
    """Inside a try only: rolls its transaction back, so that the remaining number is read outside of it."""

    def __init__(self, school_id: int, need_class: str, asked: int) -> None:
        super().__init__(school_id, need_class, asked)
        self.school_id = school_id
        self.need_class = need_class
        self.asked = asked


def settled(attempt: Callable[[bool], Done]) -> Done:
    """What `attempt(wait)` made, each try in a transaction of its own; from the second on it waits for others' rows.

    `attempt` raises Short when it could not reserve all. Raises NotEnoughLeft, or Refused while others hold the rest.
    """
    for turn in range(TRIES):
        try:
            with transaction.atomic():
                return attempt(turn > 0)
        except Short as short:
            left = open_needs(short.school_id, short.need_class)
            if left < short.asked:
                raise NotEnoughLeft(left, short.need_class, short.school_id) from None
    raise Refused(busy())


def open_needs(school_id: int, need_class: str) -> int:
    """How many needs of the school and class wait for a giver at this moment."""
    return max(0, figures_of_schools([school_id]).get((school_id, need_class), Figures()).open)


def least_urgent(units: QuerySet[Allocation]) -> list[int]:
    """The keys of `units` in the order in which they are given up: no device recorded yet, then the least urgent need."""
    rows = units.values_list("pk", "device__id", "need__promised_rank")
    return [pk for pk, _device, _rank in sorted(rows, key=lambda row: (row[1] is not None, -(row[2] or 0), -row[0]))]
