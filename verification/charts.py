"""Figures as drawings of the server: where things stand in the drawing's own units. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from donations.matching.fairness import jain
from donations.models.flow import FLOWS
from verification.figures import MonthRow, Told

BAR, GAP, LENGTH = 22, 8, 180
# A month's group of bars.
GROUP, HEIGHT, MONTHS = 46, 160, 12


@dataclass(frozen=True)
class ShareBar:
    """One area with what is told of it; `width` of LENGTH, None where its share is not told."""

    name: str
    told: Told
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 16

    @property
    def width(self) -> int | None:
        return None if self.told.share is None else round(self.told.share * LENGTH / 100)


@dataclass(frozen=True)
class Equity:
    """How even the shares are: `jain` of those that are told (1 is perfectly even), in percent."""

    bars: Sequence[ShareBar]
    jain: int | None

    @property
    def height(self) -> int:
        return len(self.bars) * (BAR + GAP)


def equity_of(areas: Sequence[tuple[str, Told]]) -> Equity:
    """(name, told) of areas; the least served first, what is not told last."""
    ordered = sorted(areas, key=lambda area: (area[1].share is None, area[1].share or 0, area[0]))
    shares = [float(told.share) for _name, told in ordered if told.share is not None]
    bars = [ShareBar(name, told, at * (BAR + GAP)) for at, (name, told) in enumerate(ordered)]
    return Equity(bars, round(jain(shares) * 100) if any(shares) else None)


@dataclass(frozen=True)
class MonthBar:
    kind: str
    x: int
    y: int
    height: int
    value: int


@dataclass(frozen=True)
class MonthGroup:
    """The bars of one month; a number that is not told has none."""

    row: MonthRow
    x: int
    bars: Sequence[MonthBar]


def month_groups(rows: Sequence[MonthRow]) -> Sequence[MonthGroup]:
    """The last MONTHS months of `rows` (newest first), drawn from the oldest to the newest."""
    shown = list(reversed(rows[:MONTHS]))
    most = max((row.total[name] or 0 for row in shown for name in FLOWS), default=0) or 1
    groups = []
    for at, row in enumerate(shown):
        bars = []
        for place, name in enumerate(FLOWS):
            value = row.total[name]
            if value:
                height = max(2, HEIGHT * value // most)
                bars.append(MonthBar(name, at * GROUP + place * 12 + 4, HEIGHT - height, height, value))
        groups.append(MonthGroup(row, at * GROUP, bars))
    return groups
