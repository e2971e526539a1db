"""The four public numbers, always from the counts: folded tallies plus what the log holds since, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ksbb.common.replica import reading
from ksbb.territories.models import DISTRICT_LENGTH
from recipients.models import COUNTED, Need, NeedClass, NeedDay, NeedDelta, NeedTally
from schools.models import School

_SUMS = ", ".join(f"coalesce(sum({state}), 0)::bigint" for state in COUNTED)
_COLUMNS = "school_id, need_class, region, open, reserved, delivered, met"
_LIVE = (
    f"(SELECT {_COLUMNS} FROM {NeedTally._meta.db_table} UNION ALL "  # noqa: S608 - names of ours only
    f"SELECT {_COLUMNS} FROM {NeedDelta._meta.db_table}) AS live"
)


@dataclass(frozen=True)
class Figures:
    """Needs by where they stand. Each number of the four contains the next: needed ⊇ pledged ⊇ handed over ⊇ verified."""

    open: int = 0
    reserved: int = 0
    delivered: int = 0
    met: int = 0

    @property
    def needed(self) -> int:
        return self.open + self.reserved + self.delivered + self.met

    @property
    def pledged(self) -> int:
        return self.reserved + self.delivered + self.met

    @property
    def handed_over(self) -> int:
        return self.delivered + self.met

    @property
    def verified(self) -> int:
        return self.met

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.open + other.open,
            self.reserved + other.reserved,
            self.delivered + other.delivered,
            self.met + other.met,
        )


def _area(codes: tuple[str, ...]) -> tuple[str, list[Any]]:
    if not codes:
        return "TRUE", []
    return "(" + " OR ".join("region = %s OR region LIKE %s" for _code in codes) + ")", [
        part for code in codes for part in (code, f"{code}.%")
    ]


def figures(codes: tuple[str, ...] = (), need_class: str = "") -> Figures:
    """The sums over the areas `codes` (official codes; none: everywhere), of one class or of both."""
    where, params = _area(codes)
    if need_class:
        where, params = f"{where} AND need_class = %s", [*params, need_class]
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT {_SUMS} FROM {_LIVE} WHERE {where}", params)  # noqa: S608 - names of ours, values bound
        row = cursor.fetchone()
    return Figures(*row) if row else Figures()


def figures_by(
    length: int,
    codes: tuple[str, ...] = (),
    *,
    schools: QuerySet[School] | None = None,
    classes: Sequence[str] = (),
) -> dict[str, Figures]:
    """The sums per area whose code has `length` characters (5: kota, 8: kecamatan, 13: kelurahan), within `codes`; of
    `schools` and `classes` only, when given."""
    where, params = _area(codes)
    if schools is not None:
        chosen, chosen_params = schools.order_by().values("pk").query.sql_with_params()
        where, params = f"{where} AND school_id IN ({chosen})", [*params, *chosen_params]
    if classes:
        where, params = f"{where} AND need_class = ANY(%s)", [*params, list(classes)]
    statement = f"SELECT left(region, {int(length)}), {_SUMS} FROM {_LIVE} WHERE {where} GROUP BY 1 ORDER BY 1"  # noqa: S608
    with reading().cursor() as cursor:
        cursor.execute(statement, params)
        return {code: Figures(*sums) for code, *sums in cursor.fetchall() if len(code) == length}


def figures_of_schools(school_ids: list[int]) -> dict[tuple[int, str], Figures]:
    """The live sums per (school, need class) of these schools."""
    statement = f"SELECT school_id, need_class, {_SUMS} FROM {_LIVE} WHERE school_id = ANY(%s) GROUP BY 1, 2"  # noqa: S608
    with reading().cursor() as cursor:
        cursor.execute(statement, [school_ids])
        return {(school, need_class): Figures(*sums) for school, need_class, *sums in cursor.fetchall()}


def changes_of_schools(school_ids: list[int]) -> dict[tuple[int, str], Figures]:
    """What the log holds of these schools since their tallies were folded: for who has just read very many tallies.

    What was folded between the two readings is missing from the sum, so only where numbers may be some seconds old.
    """
    statement = (
        f"SELECT school_id, need_class, {_SUMS} FROM {NeedDelta._meta.db_table} "  # noqa: S608 - names of ours only
        "WHERE school_id = ANY(%s) GROUP BY 1, 2"
    )
    with reading().cursor() as cursor:
        cursor.execute(statement, [school_ids])
        return {(school, need_class): Figures(*sums) for school, need_class, *sums in cursor.fetchall()}


def figures_of_school(school_id: int) -> dict[str, Figures]:
    """The live sums of one school, for every need class (zeros included)."""
    found = figures_of_schools([school_id])
    return {value: found.get((school_id, value), Figures()) for value in NeedClass.values}


def figures_by_day(*, school_id: int | None = None, codes: tuple[str, ...] = ()) -> list[tuple[date, Figures]]:
    """How the sums of one school, or of the areas `codes`, stood at the end of each day on which one of them changed."""
    where, params = _area(codes)
    if school_id is not None:
        where, params = f"{where} AND school_id = %s", [*params, school_id]
    changes = ", ".join(f"{state} - coalesce(lag({state}) OVER before, 0) AS {state}" for state in COUNTED)
    sums = ", ".join(f"(sum(sum({state})) OVER (ORDER BY day))::bigint" for state in COUNTED)
    statement = (
        f"SELECT day, {sums} FROM (SELECT day, {changes} FROM {NeedDay._meta.db_table} WHERE {where} "  # noqa: S608
        "WINDOW before AS (PARTITION BY school_id, need_class ORDER BY day)) AS changed GROUP BY day ORDER BY day"
    )
    with reading().cursor() as cursor:
        cursor.execute(statement, params)
        return [(day, Figures(*found)) for day, *found in cursor.fetchall()]


def recount() -> dict[tuple[int, str], Figures]:
    """The same per (school, need class), counted anew from the needs themselves: what `check_data` compares with."""
    sums = ", ".join(f"count(*) FILTER (WHERE state = '{state}')" for state in COUNTED)
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT school_id, need_class, {sums} FROM {Need._meta.db_table} GROUP BY 1, 2")  # noqa: S608
        return {(school, need_class): Figures(*counts) for school, need_class, *counts in cursor.fetchall()}


def district_of(code: str) -> str:
    """The kecamatan of any finer code."""
    return code[:DISTRICT_LENGTH]
