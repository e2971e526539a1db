"""What happened in each month, from the folded sums and what the log holds since, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from donations.models import FlowDelta, FlowTally
from donations.models.flow import FLOWS, flows_from
from ksbb.common.replica import reading

_COLUMNS = f"school_id, region, device_type, month, {', '.join(FLOWS)}"
_LIVE = (
    f"(SELECT {_COLUMNS} FROM {FlowTally._meta.db_table} UNION ALL "  # noqa: S608 - names of ours only
    f"SELECT {_COLUMNS} FROM {FlowDelta._meta.db_table}) AS live"
)
_SUMS = ", ".join(f"coalesce(sum(live.{flow}), 0)::bigint" for flow in FLOWS)


@dataclass(frozen=True)
class MonthFlow:
    """Devices of one kind in one month (`month` is its first day)."""

    month: date
    device_type: str
    pledged: int
    handed_over: int
    verified: int


def flows_by_month(code: str = "", *, form: str = "", device_type: str = "") -> list[MonthFlow]:
    """Per month and kind of device, the oldest first; within the area `code`, at schools of `form`, when given."""
    where, params = ["TRUE"], list[str]()
    if code:
        where.append("(live.region = %s OR live.region LIKE %s)")
        params += [code, f"{code}.%"]
    if form:
        where.append("live.school_id IN (SELECT id FROM schools_school WHERE form = %s)")
        params.append(form)
    if device_type:
        where.append("live.device_type = %s")
        params.append(device_type)
    statement = (
        f"SELECT live.month, live.device_type, {_SUMS} FROM {_LIVE} WHERE {' AND '.join(where)} "  # noqa: S608
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    with reading().cursor() as cursor:
        cursor.execute(statement, params)
        return [MonthFlow(*row) for row in cursor.fetchall()]


def recount() -> dict[tuple[int, str, date], tuple[int, int, int]]:
    """The same per (school, kind, month), counted anew from the units themselves: what `check_data` compares with."""
    units = "(SELECT line_id, state, created_at, handed_over_at, verified_at, 1 AS sign FROM donations_allocation)"
    with reading().cursor() as cursor:
        cursor.execute(flows_from(units))
        return {(row[0], row[2], row[3]): (row[4], row[5], row[6]) for row in cursor.fetchall()}


def counted() -> dict[tuple[int, str, date], tuple[int, int, int]]:
    """What the counts say, in the shape of `recount`."""
    statement = (
        f"SELECT live.school_id, live.device_type, live.month, {_SUMS} FROM {_LIVE} GROUP BY 1, 2, 3 "  # noqa: S608
        f"HAVING {' OR '.join(f'sum(live.{flow}) <> 0' for flow in FLOWS)}"
    )
    with reading().cursor() as cursor:
        cursor.execute(statement)
        return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in cursor.fetchall()}
