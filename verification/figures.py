"""The four numbers by area, jenjang and need, and what happened in each month: read in few statements, small cells hidden.

The live list of needs tells exact numbers of single schools, because nobody can promise to a hidden number; figures that cross
places with other facts are told by the rule of small cells (docs/decisions/0014).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from donations.flows import MonthFlow
from donations.models.flow import FLOWS
from ksbb.territories.models import CITY_LENGTH
from recipients.models import COUNTED, NeedDelta, NeedTally
from verification.suppression import Cell, Sum, hidden_cells

EVERYWHERE, ALL = "", "all"
NEEDED = "needed"


class Key(NamedTuple):
    """A cell: area code (kecamatan, kota or everywhere), slice ("all", "form:SD", "class:student_device"), state or "needed"."""

    area: str
    slice: str
    state: str


@dataclass(frozen=True)
class Told:
    """The four public numbers of one area and slice; None where a number is not told."""

    needed: int | None
    pledged: int | None
    handed_over: int | None
    verified: int | None

    @property
    def share(self) -> int | None:
        """Percent of the needed that is verified."""
        if not self.needed or self.verified is None:
            return None
        return round(self.verified * 100 / self.needed)


@dataclass(frozen=True)
class FigureCube:
    """Every cell with its number, and which are not told."""

    values: Mapping[Key, int]
    hidden: frozenset[Cell]

    def areas(self) -> list[str]:
        """All codes, everywhere first."""
        return sorted({key.area for key in self.values})

    def slices(self) -> list[str]:
        return sorted({key.slice for key in self.values})

    def told(self, area: str, part: str = ALL) -> Told:
        """A number is told when what lies between it and the next larger one is."""
        states = [self._seen(Key(area, part, state)) for state in COUNTED]
        needed = self._seen(Key(area, part, NEEDED))
        opened, reserved, delivered, met = states
        pledged = None if needed is None or opened is None else needed - opened
        if delivered is not None and met is not None:
            handed: int | None = delivered + met
        else:
            handed = None if pledged is None or reserved is None else pledged - reserved
        return Told(needed, pledged, handed, met)

    def _seen(self, key: Key) -> int | None:
        return None if key in self.hidden else self.values.get(key, 0)


_COLUMNS = f"school_id, {', '.join(COUNTED)}, need_class"
_STATEMENT = f"""
SELECT s.district_id, s.form, live.need_class, {", ".join(f"sum(live.{state})::bigint" for state in COUNTED)}
FROM (SELECT {_COLUMNS} FROM {NeedTally._meta.db_table} UNION ALL SELECT {_COLUMNS} FROM {NeedDelta._meta.db_table}) live
JOIN schools_school s ON s.id = live.school_id GROUP BY 1, 2, 3
"""  # noqa: S608 - names of ours only


def figure_cube() -> FigureCube:
    """As it stands now (one statement, and the reckoning of what is not told: keep the answer for some minutes)."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        rows = cursor.fetchall()
    values: defaultdict[Key, int] = defaultdict(int)
    for district, form, need_class, *counts in rows:
        for area in (district, district[:CITY_LENGTH], EVERYWHERE):
            for part in (ALL, f"form:{form}", f"class:{need_class}"):
                for state, count in zip(COUNTED, counts, strict=True):
                    values[Key(area, part, state)] += count
                values[Key(area, part, NEEDED)] += sum(counts)
    known = {key: values[key] for key in sorted(values)}
    return FigureCube(known, hidden_cells(known, list(_sums(known))))


def _sums(values: Mapping[Key, int]) -> Iterable[Sum]:
    """Everything on the pages that adds up to something else on them."""
    inside: dict[str, set[str]] = defaultdict(set)
    slices: dict[str, set[str]] = defaultdict(set)
    for key in values:
        slices[key.area].add(key.slice)
        if key.area:
            inside[key.area[:CITY_LENGTH] if len(key.area) > CITY_LENGTH else EVERYWHERE].add(key.area)
    states = (*COUNTED, NEEDED)
    for area, parts in sorted(slices.items()):
        for part in sorted(parts):
            yield Sum(Key(area, part, NEEDED), tuple(Key(area, part, state) for state in COUNTED))
        for kind in ("form:", "class:"):
            of_kind = [part for part in sorted(parts) if part.startswith(kind)]
            for state in states:
                yield Sum(Key(area, ALL, state), tuple(Key(area, part, state) for part in of_kind))
    for outer, areas in sorted(inside.items()):
        for part in sorted(slices[outer]):
            there = [area for area in sorted(areas) if part in slices[area]]
            for state in states:
                yield Sum(Key(outer, part, state), tuple(Key(area, part, state) for area in there))


@dataclass(frozen=True)
class MonthRow:
    """One month: flow → number, None where it is not told; `by_type` the same per kind of device."""

    month: date
    total: Mapping[str, int | None]
    by_type: Mapping[str, Mapping[str, int | None]]


def told_months(flows: Iterable[MonthFlow]) -> list[MonthRow]:
    """The newest month first. Months, kinds and their sums are told, so they protect each other."""
    values: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for flow in flows:
        for name in FLOWS:
            count = getattr(flow, name)
            for month in (flow.month.isoformat(), ALL):
                for kind in (flow.device_type, ALL):
                    values[name, month, kind] += count
    months = sorted({month for _name, month, _kind in values} - {ALL})
    kinds = sorted({kind for _name, _month, kind in values} - {ALL})
    sums = [
        Sum((name, month, ALL), tuple((name, month, kind) for kind in kinds))
        for name in FLOWS
        for month in (*months, ALL)
    ] + [
        Sum((name, ALL, kind), tuple((name, month, kind) for month in months))
        for name in FLOWS
        for kind in (*kinds, ALL)
    ]
    cells: dict[Cell, int] = {
        (name, month, kind): values[name, month, kind]
        for name in FLOWS
        for month in (*months, ALL)
        for kind in (*kinds, ALL)
    }
    hidden = hidden_cells(cells, sums)

    def seen(name: str, month: str, kind: str) -> int | None:
        return None if (name, month, kind) in hidden else cells[name, month, kind]

    return [
        MonthRow(
            date.fromisoformat(month),
            {name: seen(name, month, ALL) for name in FLOWS},
            {kind: {name: seen(name, month, kind) for name in FLOWS} for kind in kinds},
        )
        for month in reversed(months)
    ]
