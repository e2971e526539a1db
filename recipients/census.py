"""Who has a device to learn with: none, shared, own or not asked, by kind of school and by kecamatan, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH
from recipients.models import DeviceAccess, RecipientKind

# In the order of the bars, and of the columns.
ACCESSES = (DeviceAccess.NONE, DeviceAccess.SHARED, DeviceAccess.OWN, DeviceAccess.UNKNOWN)
# In the order of a school life; a form that nobody attends has no row.
FORMS = ("SD", "MI", "SDLB", "SMP", "MTs", "SMPLB", "SMA", "MA", "SMLB", "SMK", "SLB", "PKBM")
_SUMS = ", ".join(f"coalesce(sum(n) FILTER (WHERE access = '{access.value}'), 0)::bigint" for access in ACCESSES)
_CENSUS = """
WITH counted AS MATERIALIZED (
    SELECT s.form, left(r.region, {length}) AS area, c.device_access AS access, count(*) AS n
    FROM recipients_recipient r
    JOIN recipients_circumstances c ON c.recipient_id = r.id
    JOIN schools_school s ON s.id = r.school_id
    WHERE r.state = 'registered' AND r.kind = %s AND {where}
    GROUP BY 1, 2, 3
)
SELECT form, area, {sums} FROM counted GROUP BY {grouping}
"""


@dataclass(frozen=True)
class Census:
    """People by what they have to learn with."""

    none: int = 0
    shared: int = 0
    own: int = 0
    unknown: int = 0

    @property
    def lacking(self) -> int:
        """None or shared: what the survey of 2020 counted."""
        return self.none + self.shared

    @property
    def total(self) -> int:
        return self.none + self.shared + self.own + self.unknown

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.none, self.shared, self.own, self.unknown)

    def __add__(self, other: Census) -> Census:
        return Census(*(mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)))


@dataclass(frozen=True)
class Counted:
    """Rows by kind of school and by area (its official code), each in order; and all of them together."""

    forms: Sequence[tuple[str, Census]]
    areas: Sequence[tuple[str, Census]]
    total: Census


def census(
    codes: Sequence[str], *, kind: str = RecipientKind.STUDENT, form: str = "", by_city: bool = False
) -> Counted:
    """The registered people of `kind` on the ground `codes` (official codes), by kota or by kecamatan. No codes: nobody."""
    forms: dict[str, Census] = {}
    areas: dict[str, Census] = {}
    total = Census()
    for school_form, area, counts in _rows(codes, kind, form, by_city, "GROUPING SETS ((form), (area), ())"):
        if school_form is not None:
            forms[school_form] = counts
        elif area is not None:
            areas[area] = counts
        else:
            total = counts
    return Counted(
        forms=[(name, forms[name]) for name in sorted(forms, key=_place)],
        areas=sorted(areas.items()),
        total=total,
    )


def census_by_both(codes: Sequence[str], *, kind: str = RecipientKind.STUDENT) -> list[tuple[str, str, Census]]:
    """(kecamatan, kind of school, counts), for the file that leaves the page."""
    rows = [(area or "", form or "", counts) for form, area, counts in _rows(codes, kind, "", False, "form, area")]
    return sorted(rows, key=lambda row: (row[0], _place(row[1])))


def _rows(
    codes: Sequence[str], kind: str, form: str, by_city: bool, grouping: str
) -> Iterable[tuple[str | None, str | None, Census]]:
    if not codes:
        return []
    where = " OR ".join("r.region = %s OR r.region LIKE %s" for _code in codes)
    params = [kind, *(part for code in codes for part in (code, f"{code}.%"))]
    if form:
        where, params = f"({where}) AND s.form = %s", [*params, form]
    statement = _CENSUS.format(
        length=CITY_LENGTH if by_city else DISTRICT_LENGTH, where=f"({where})", sums=_SUMS, grouping=grouping
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [(school_form, area, Census(*counts)) for school_form, area, *counts in cursor.fetchall()]


def _place(form: str) -> int:
    return FORMS.index(form) if form in FORMS else len(FORMS)
