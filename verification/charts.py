"""Figures as drawings of the server: how long a bar is, in percent of its place. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from donations.matching.fairness import jain
from donations.models.flow import FLOWS
from verification.figures import MonthRow, Told

# A drawing shows the last so many months.
MONTHS = 12
# The least that a bar measures, so that it is seen.
SEEN = 2


@dataclass(frozen=True)
class Area:
    """One area with what is told of it."""

    label: str
    told: Told


@dataclass(frozen=True)
class Equity:
    """How even the shares are; `jain` is of the `told` areas whose share is told (1 is perfectly even), in percent.

    `areas` has the least served first and those whose share is not told last; `unserved` of the told have fewer than five proven.
    """

    areas: Sequence[Area]
    told: int
    unserved: int
    best: Area | None
    jain: int | None


def equity_of(areas: Sequence[tuple[str, Told]]) -> Equity:
    """(name, told) of areas."""
    ordered = [
        Area(name, told)
        for name, told in sorted(areas, key=lambda area: (area[1].share is None, area[1].share or 0, area[0]))
    ]
    shares = [float(area.told.share) for area in ordered if area.told.share is not None]
    best = ordered[len(shares) - 1] if any(shares) else None
    return Equity(
        areas=ordered,
        told=len(shares),
        unserved=sum(area.told.verified is None for area in ordered[: len(shares)]),
        best=best,
        jain=round(jain(shares) * 100) if any(shares) else None,
    )


@dataclass(frozen=True)
class MonthBar:
    """`height` in percent of the drawing, None where the number is not told."""

    kind: str
    place: int
    height: int | None

    @property
    def y(self) -> int:
        return 100 - (self.height or 0)


@dataclass(frozen=True)
class MonthGroup:
    """The bars of one month."""

    row: MonthRow
    bars: Sequence[MonthBar]

    @property
    def is_hidden(self) -> bool:
        """Nothing at all is told of it: the drawing says so, for an empty place would read as nought."""
        return all(bar.height is None for bar in self.bars)


@dataclass(frozen=True)
class MonthChart:
    """The months from the oldest to the newest; a bar of full height stands for `top` devices."""

    groups: Sequence[MonthGroup]
    top: int

    @property
    def half(self) -> int:
        return self.top // 2


def month_chart(rows: Sequence[MonthRow]) -> MonthChart | None:
    """The last MONTHS months of `rows` (newest first); None without any."""
    shown = list(reversed(rows[:MONTHS]))
    if not shown:
        return None
    top = _round_up(max((row.total[name] or 0 for row in shown for name in FLOWS), default=0))
    groups = [
        MonthGroup(row, [MonthBar(name, place, _height(row.total[name], top)) for place, name in enumerate(FLOWS)])
        for row in shown
    ]
    return MonthChart(groups, top)


def _height(value: int | None, top: int) -> int | None:
    return None if value is None else max(SEEN, 100 * value // top) if value else 0


def _round_up(value: int) -> int:
    """The end of a scale that one can halve: 1, 2, 4, 6 or 10 times a power of ten, at least 10."""
    weight = 10
    while weight * 10 <= value:
        weight *= 10
    return next(step * weight for step in (1, 2, 4, 6, 10, 20) if step * weight >= value)
