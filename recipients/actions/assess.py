"""Judge people by the criteria in force: everybody concerned in one statement, never a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from recipients.actions.declare_needs import declare_needs
from recipients.criteria import judge_sql, parse
from recipients.models import CriteriaSet, RecipientKind

# `old` is read once more by the INSERT, so that the newest mark is free before the new row takes it.
_ASSESS = """
WITH judged AS (
    SELECT r.id, {columns}
    FROM recipients_recipient r
    JOIN recipients_circumstances c ON c.recipient_id = r.id
    JOIN schools_school s ON s.id = r.school_id
    WHERE r.kind = %s AND r.state = 'registered' AND {scope}
),
changed AS (
    SELECT j.* FROM judged j
    LEFT JOIN recipients_assessment a ON a.recipient_id = j.id AND a.is_newest
    WHERE a.id IS NULL
       OR (a.criteria_id, a.is_eligible, a.points, a.breakdown) IS DISTINCT FROM (%s, j.is_eligible, j.points, j.breakdown)
),
old AS (
    UPDATE recipients_assessment a SET is_newest = FALSE
    FROM changed c WHERE a.recipient_id = c.id AND a.is_newest RETURNING a.id
)
INSERT INTO recipients_assessment (recipient_id, criteria_id, is_eligible, points, breakdown, is_newest, assessed_at)
SELECT id, %s, is_eligible, points, breakdown, TRUE, %s FROM changed WHERE (SELECT count(*) FROM old) >= 0
"""


@transaction.atomic
def assess(*, recipient_ids: Sequence[int] | None = None, school_ids: Sequence[int] | None = None) -> int:
    """Assess these people, the people of these schools, or (neither given) everybody, and declare what follows for needs.

    Returns how many judgements are new. It takes no actor: the facts decide, and whoever changes a fact has it assessed.
    """
    scope, params = _scope(recipient_ids, school_ids)
    written = 0
    with connection.cursor() as cursor:
        # Two assessments of one person at once: the second waits and sees the first one's rows.
        cursor.execute(
            f"SELECT 1 FROM recipients_recipient r WHERE {scope} ORDER BY r.id FOR NO KEY UPDATE",  # noqa: S608 - ours
            params,
        )
        for kind in RecipientKind.values:
            criteria = CriteriaSet.objects.in_force(kind)
            if criteria is None:
                continue
            columns, values = judge_sql(parse(criteria.clauses))
            cursor.execute(
                _ASSESS.format(columns=columns, scope=scope),
                [*values, kind, *params, criteria.pk, criteria.pk, timezone.now()],
            )
            written += cursor.rowcount
    declare_needs(recipient_ids=recipient_ids, school_ids=school_ids)
    return written


def _scope(recipient_ids: Sequence[int] | None, school_ids: Sequence[int] | None) -> tuple[str, list[Any]]:
    if recipient_ids is not None:
        return "r.id = ANY(%s)", [list(recipient_ids)]
    if school_ids is not None:
        return "r.school_id = ANY(%s)", [list(school_ids)]
    return "TRUE", []
