"""How urgent the needs of a school are, as a band: a number of points would speak of one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# `NeedTally.top_rank` when nothing is open.
NONE_OPEN = 32767


@dataclass(frozen=True)
class Band:
    """`level` from 3 (the most urgent) to 1, 0 when nothing is open; `tone` is a state badge's."""

    level: int
    label: str | Promise
    tone: str

    @staticmethod
    def of(level: int) -> Band:
        """The band with this level."""
        return next(band for band in (VERY, URGENT, MODERATE, NOTHING) if band.level == level)


VERY = Band(3, _("Sangat mendesak"), "waiting")
URGENT = Band(2, _("Mendesak"), "info")
MODERATE = Band(1, _("Cukup mendesak"), "neutral")
NOTHING = Band(0, _("Sudah ada donaturnya"), "good")

# From how many points of the first criteria on; a teacher's criteria give about half of a pupil's.
_FLOORS: dict[str, tuple[int, int]] = {"student_device": (85, 60), "teacher_computer": (40, 25)}


def band_of(need_class: str, top_rank: int) -> Band:
    """`top_rank` is minus the points of the most urgent open need of a school and class."""
    if top_rank == NONE_OPEN:
        return NOTHING
    very, urgent = _FLOORS[need_class]
    if -top_rank >= very:
        return VERY
    return URGENT if -top_rank >= urgent else MODERATE
