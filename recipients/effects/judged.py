"""Everybody of one kind, judged by a draft and beside it what is in force: the table that the other rooms count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from recipients.criteria import judge_sql, parse
from recipients.models import CriteriaSet
from recipients.states import NeedState

# Columns: id, school_id, is_held | was, old (points in force) | will, new (by the draft) | state (of the live need, or NULL)
# and what orders it. Whoever counts it writes WITH j AS MATERIALIZED (…) around it and names each column once: so the draft's
# expressions are computed once a person, by several processes where the server has them.
_JUDGED = """
    SELECT d.id, d.school_id, d.is_held, COALESCE(a.is_eligible, FALSE) AS was, a.points AS old,
           d.is_eligible AS will, d.points AS new, n.state{more}
    FROM (
        SELECT r.id, r.school_id, r.is_held{people}, {columns}
        FROM recipients_recipient r
        JOIN recipients_circumstances c ON c.recipient_id = r.id
        JOIN schools_school s ON s.id = r.school_id
        WHERE r.kind = %s AND r.state = 'registered' AND {scope}
    ) d
    LEFT JOIN recipients_assessment a ON a.recipient_id = d.id AND a.is_newest AND a.criteria_id = %s
    LEFT JOIN recipients_need n ON n.recipient_id = d.id AND n.state <> 'closed'
"""
# Somebody promised: whatever the criteria say, it stays.
PROMISED = f"('{NeedState.RESERVED}', '{NeedState.DELIVERED}', '{NeedState.MET}')"

Clauses = Sequence[Mapping[str, Any]]


def judged(
    clauses: Clauses, kind: str, *, people: str = "", more: str = "", school_ids: Sequence[int] | None = None
) -> tuple[str, list[Any]]:
    """The SELECT and its values. `people` are further columns of r (", r.grade"), `more` of the outside (", n.turn"): names
    of ours. The newest verdict of everybody registered is one of the version in force. Raises BadCriteria."""
    columns, values = judge_sql(parse(clauses))
    in_force = CriteriaSet.objects.in_force(kind)
    scope, schools = ("TRUE", []) if school_ids is None else ("r.school_id = ANY(%s)", [list(school_ids)])
    statement = _JUDGED.format(columns=columns, people=people, more=more, scope=scope)
    return statement, [*values, kind, *schools, in_force.pk if in_force else None]


@contextmanager
def reading(room: str = "2MB") -> Iterator[CursorWrapper]:
    """A cursor for reading everybody in one transaction: by several processes, and nothing is compiled for one reading.

    Joins in a small `room` go in parts that fit the processor's own memory and are a third faster than in one big piece;
    sorting wants more.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('work_mem', %s, TRUE), set_config('jit', 'off', TRUE), "
            "set_config('parallel_tuple_cost', '0.001', TRUE)",
            [room],
        )
        yield cursor
