"""An eligible person has a need; who is no longer eligible has none, unless somebody already promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from recipients.actions.fold_tallies import fold_soon
from recipients.models import NO_LOT, NeedClass, RecipientKind

_OPEN = f"""
INSERT INTO recipients_need
    (public_id, created_at, updated_at, recipient_id, school_id, region, need_class, rank_key, turn, lot, state)
SELECT gen_random_uuid(), %(now)s, %(now)s, r.id, r.school_id, r.region,
       CASE r.kind WHEN '{RecipientKind.TEACHER}' THEN '{NeedClass.TEACHER_COMPUTER}' ELSE '{NeedClass.STUDENT_DEVICE}' END,
       -a.points, 0, {NO_LOT}, 'open'
FROM recipients_recipient r JOIN recipients_assessment a ON a.recipient_id = r.id AND a.is_newest AND a.is_eligible
WHERE r.state = 'registered' AND NOT r.is_held AND {{scope}}
ORDER BY r.school_id, r.id
ON CONFLICT (recipient_id) WHERE state <> 'closed' DO NOTHING
"""  # noqa: S608 - names of ours, values bound

_RANK = """
UPDATE recipients_need n SET rank_key = -a.points, updated_at = %(now)s
FROM recipients_recipient r JOIN recipients_assessment a ON a.recipient_id = r.id AND a.is_newest AND a.is_eligible
WHERE n.recipient_id = r.id AND n.state = 'open' AND n.rank_key <> -a.points AND {scope}
"""

# A reserved need is never taken away (design, section 4).
_CLOSE = """
UPDATE recipients_need n SET state = 'closed', closed_at = %(now)s, updated_at = %(now)s
FROM recipients_recipient r LEFT JOIN recipients_assessment a ON a.recipient_id = r.id AND a.is_newest
WHERE n.recipient_id = r.id AND n.state = 'open' AND {scope}
  AND (r.state <> 'registered' OR r.is_held OR a.id IS NULL OR NOT a.is_eligible)
"""


@transaction.atomic
def declare_needs(
    *, recipient_ids: Sequence[int] | None = None, school_ids: Sequence[int] | None = None
) -> dict[str, int]:
    """Open, re-rank and close needs after an assessment, each in one statement; returns the counts."""
    scope: str = "TRUE"
    params: dict[str, Any] = {}
    if recipient_ids is not None:
        scope, params = "r.id = ANY(%(ids)s)", {"ids": list(recipient_ids)}
    elif school_ids is not None:
        scope, params = "r.school_id = ANY(%(ids)s)", {"ids": list(school_ids)}
    values: dict[str, Any] = {"now": timezone.now(), **params}
    counts = {}
    with connection.cursor() as cursor:
        for name, statement in (("opened", _OPEN), ("ranked", _RANK), ("closed", _CLOSE)):
            cursor.execute(statement.format(scope=scope), values)
            counts[name] = cursor.rowcount
    if any(counts.values()):
        fold_soon()
    return counts
