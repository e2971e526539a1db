"""The four numbers by area, jenjang and need, and what happened in each month: read in few statements, all of them rounded.

The live list of needs tells exact numbers of single schools, because nobody can promise to a hidden number; figures that cross
places with other facts are rounded so that no small number follows from them (docs/decisions/0018).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import connection

from donations.flows import MonthFlow
from donations.models.flow import FLOWS
from ksbb.territories.models import CITY_LENGTH
from recipients.models import COUNTED, NeedDelta, NeedTally
from verification.rounding import rounded, shown

EVERYWHERE, ALL = "", "all"
States = tuple[int, ...]
# Kecamatan, jenjang, class of need: the finest that is told.
Place = tuple[str, str, str]


class Key(NamedTuple):
    """A cell: area code (kecamatan, kota or everywhere), slice ("all", "form:SD", "class:student_device"), state."""

    area: str
    slice: str
    state: str


@dataclass(frozen=True)
class Told:
    """The four public numbers of one area and slice; None is fewer than five, which may be none at all."""

    needed: int | None
    pledged: int | None
    handed_over: int | None
    verified: int | None

    @property
    def share(self) -> int | None:
        """Percent of the needed that is verified."""
        return round((self.verified or 0) * 100 / self.needed) if self.needed else None


def told_of(states: Sequence[int]) -> Told:
    """From the rounded counts in the order of COUNTED."""
    opened, reserved, delivered, met = states
    numbers = (opened + reserved + delivered + met, reserved + delivered + met, delivered + met, met)
    return Told(*(shown(number) for number in numbers))


@dataclass(frozen=True)
class FigureCube:
    """`cells` are the finest, rounded; `values` their sums."""

    cells: Mapping[Place, States]
    values: Mapping[Key, int]

    def areas(self) -> list[str]:
        """All codes, everywhere first."""
        return sorted({key.area for key in self.values})

    def slices(self) -> list[str]:
        return sorted({key.slice for key in self.values})

    def told(self, area: str, part: str = ALL) -> Told:
        return told_of([self.values.get(Key(area, part, state), 0) for state in COUNTED])

    def open_by_district(self) -> dict[str, int]:
        """What waits for a giver in each kecamatan, rounded."""
        found: defaultdict[str, int] = defaultdict(int)
        for (district, _form, _class), states in self.cells.items():
            found[district] += states[COUNTED.index("open")]
        return dict(found)


_COLUMNS = f"school_id, {', '.join(COUNTED)}, need_class"
_STATEMENT = f"""
SELECT s.district_id, s.form, live.need_class, {", ".join(f"sum(live.{state})::bigint" for state in COUNTED)}
FROM (SELECT {_COLUMNS} FROM {NeedTally._meta.db_table} UNION ALL SELECT {_COLUMNS} FROM {NeedDelta._meta.db_table}) live
JOIN schools_school s ON s.id = live.school_id GROUP BY 1, 2, 3
"""  # noqa: S608 - names of ours only


def figure_cube() -> FigureCube:
    """As it stands now (one statement)."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        rows = cursor.fetchall()
    return cube_of({(district, form, need_class): tuple(counts) for district, form, need_class, *counts in rows})


def cube_of(counts: Mapping[Place, States]) -> FigureCube:
    """`counts` as they are, in the order of COUNTED.

    One running sum from the proven to the open, and by code within each: so the four numbers of everywhere are the nearest to
    the truth (and to those of the months, which add up to the same), and those of areas nearly so.
    """
    places, length = sorted(counts), len(counts)
    found = rounded([counts[place][at] for at in reversed(range(len(COUNTED))) for place in places])
    by_state = [found[at * length : (at + 1) * length] for at in reversed(range(len(COUNTED)))]
    cells = dict(zip(places, zip(*by_state, strict=True), strict=True))
    values: defaultdict[Key, int] = defaultdict(int)
    for (district, form, need_class), states in cells.items():
        for area in (district, district[:CITY_LENGTH], EVERYWHERE):
            for part in (ALL, f"form:{form}", f"class:{need_class}"):
                for state, count in zip(COUNTED, states, strict=True):
                    values[Key(area, part, state)] += count
    return FigureCube(cells, {key: values[key] for key in sorted(values)})


@dataclass(frozen=True)
class MonthRow:
    """One month: flow → number, None where it is fewer than five; `by_type` the same per kind of device."""

    month: date
    total: Mapping[str, int | None]
    by_type: Mapping[str, Mapping[str, int | None]]


def told_flows(flows: Iterable[MonthFlow]) -> list[MonthFlow]:
    """The same cells rounded, by month and kind."""
    ordered = sorted(flows, key=lambda flow: (flow.month, flow.device_type))
    pledged, handed_over, verified = (rounded([getattr(flow, name) for flow in ordered]) for name in FLOWS)
    return [
        replace(flow, pledged=pledged[at], handed_over=handed_over[at], verified=verified[at])
        for at, flow in enumerate(ordered)
    ]


def told_months(told: Iterable[MonthFlow]) -> list[MonthRow]:
    """From rounded cells, the newest month first; a month names all kinds that are told of anywhere."""
    sums: defaultdict[tuple[date, str, str], int] = defaultdict(int)
    for flow in told:
        for name in FLOWS:
            sums[flow.month, flow.device_type, name] += getattr(flow, name)
            sums[flow.month, ALL, name] += getattr(flow, name)
    kinds = sorted({kind for _month, kind, _name in sums} - {ALL})

    def seen(month: date, kind: str) -> dict[str, int | None]:
        return {name: shown(sums.get((month, kind, name), 0)) for name in FLOWS}

    months = sorted({month for month, _kind, _name in sums}, reverse=True)
    return [MonthRow(month, seen(month, ALL), {kind: seen(month, kind) for kind in kinds}) for month in months]
