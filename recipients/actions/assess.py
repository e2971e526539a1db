"""Judge people by the criteria in force: everybody concerned in one statement, never a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from recipients.actions.declare_needs import declare_needs
from recipients.actions.fold_tallies import fold_soon
from recipients.criteria import judge_sql, parse
from recipients.models import CriteriaSet, NeedClass

# A fact that nobody tells: the portal brought a device to somebody else of the household. (A teacher's computer stays the
# school's, so it reaches no household.) Household by household: few are asked for, and a country's handovers are many.
_HOUSEHOLDS = f"""
WITH homes AS (SELECT r.id, r.household_digest FROM recipients_recipient r WHERE {{scope}}),
given AS (
    SELECT h.household_digest, members.first, members.last
    FROM (SELECT DISTINCT household_digest FROM homes WHERE household_digest <> '') h
    CROSS JOIN LATERAL (
        SELECT min(o.id) AS first, max(o.id) AS last FROM recipients_recipient o
        WHERE o.household_digest = h.household_digest AND o.household_digest <> '' AND EXISTS (
            SELECT 1 FROM recipients_need n
            WHERE n.recipient_id = o.id AND n.state IN ('delivered', 'met') AND n.state <> 'closed'
              AND n.need_class = '{NeedClass.STUDENT_DEVICE}'
            OFFSET 0
        )
    ) members
    WHERE members.first IS NOT NULL
),
told AS (
    SELECT h.id, coalesce(g.first <> h.id OR g.last <> h.id, FALSE) AS served
    FROM homes h LEFT JOIN given g USING (household_digest)
)
UPDATE recipients_circumstances c SET household_served = t.served
FROM told t WHERE c.recipient_id = t.id AND c.household_served <> t.served
"""  # noqa: S608 - names of ours only

# `old` is read once more by the INSERT, so that the newest mark is free before the new row takes it. An open need whose person
# has other points than before is written into the log of changes: the fold then orders its school anew.
_ASSESS = """
WITH judged AS (
    SELECT r.id, r.region, {columns}
    FROM recipients_recipient r
    JOIN recipients_circumstances c ON c.recipient_id = r.id
    JOIN schools_school s ON s.id = r.school_id
    WHERE r.kind = %s AND r.state = 'registered' AND {scope}
),
changed AS (
    SELECT j.* FROM judged j
    LEFT JOIN recipients_assessment a ON a.recipient_id = j.id AND a.criteria_id = {version} AND a.is_newest
    WHERE a.id IS NULL OR (a.is_eligible, a.points, a.parts) IS DISTINCT FROM (j.is_eligible, j.points, j.parts)
),
old AS (
    UPDATE recipients_assessment a SET is_newest = FALSE
    FROM changed c WHERE a.recipient_id = c.id AND a.criteria_id = {version} AND a.is_newest RETURNING a.id
),
moved AS (
    INSERT INTO recipients_needdelta (school_id, need_class, region, open, reserved, delivered, met)
    SELECT DISTINCT n.school_id, n.need_class, n.region, 0, 0, 0, 0
    FROM changed c JOIN recipients_need n ON n.recipient_id = c.id AND n.state = 'open' AND {theirs}
)
INSERT INTO recipients_assessment
    (recipient_id, criteria_id, region, is_eligible, points, parts, is_newest, assessed_at)
SELECT id, {version}, region, is_eligible, points, parts, TRUE, %s FROM changed WHERE (SELECT count(*) FROM old) >= 0
"""


@transaction.atomic
def assess(*, recipient_ids: Sequence[int] | None = None, school_ids: Sequence[int] | None = None) -> int:
    """Assess these people, the people of these schools, or (neither given) everybody, and declare what follows for needs.

    Returns how many judgements are new. It takes no actor: the facts decide, and whoever changes a fact has it assessed.
    """
    scope, params = _scope(recipient_ids, school_ids)
    written = 0
    with connection.cursor() as cursor:
        # Two assessments of one person at once: the second waits and sees the first one's rows. So it is with a version that is
        # being published: which one is in force is asked only when the people are held.
        cursor.execute(
            f"SELECT r.kind FROM recipients_recipient r WHERE {scope} ORDER BY r.id FOR NO KEY UPDATE",  # noqa: S608 - ours
            params,
        )
        kinds = sorted({kind for (kind,) in cursor.fetchall()})
        cursor.execute(_HOUSEHOLDS.format(scope=scope), params)
        for kind in kinds:
            criteria = CriteriaSet.objects.in_force(kind)
            if criteria is None:
                continue
            columns, values = judge_sql(parse(criteria.clauses))
            theirs, again = ("n.recipient_id = ANY(%s)", params) if recipient_ids is not None else ("TRUE", [])
            cursor.execute(
                _ASSESS.format(columns=columns, scope=scope, version=int(criteria.pk), theirs=theirs),
                [*values, kind, *params, *again, timezone.now()],
            )
            written += cursor.rowcount
    declare_needs(recipient_ids=recipient_ids, school_ids=school_ids)
    if written:
        fold_soon()
    return written


def _scope(recipient_ids: Sequence[int] | None, school_ids: Sequence[int] | None) -> tuple[str, list[Any]]:
    if recipient_ids is not None:
        return "r.id = ANY(%s)", [list(recipient_ids)]
    if school_ids is not None:
        return "r.school_id = ANY(%s)", [list(school_ids)]
    return "TRUE", []
