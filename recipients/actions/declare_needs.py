"""An eligible person has a need; who is no longer eligible has none, unless somebody already promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from recipients.actions.fold_tallies import fold_soon
from recipients.models import NO_LOT, NeedClass, RecipientKind
from recipients.models.assessment import IN_FORCE
from recipients.ranking import out_of_turn

_VERDICT = f"recipients_assessment a ON a.recipient_id = r.id AND a.is_newest AND a.criteria_id IN {IN_FORCE}"

# A lot is for life: who was drawn and comes back stands with the ticket of the draw, not behind everybody as somebody new. The
# first one, should there be several from before this was so. A need that was met once is over: its device was lost for good.
_REOPEN = f"""
UPDATE recipients_need n
SET state = 'open', closed_at = NULL, reserved_at = NULL, promised_rank = NULL, turn = 0, updated_at = %(now)s
FROM recipients_recipient r JOIN {_VERDICT} AND a.is_eligible
WHERE n.recipient_id = r.id AND n.school_id = r.school_id AND n.state = 'closed' AND n.met_at IS NULL AND n.lot <> {NO_LOT}
  AND r.state = 'registered' AND NOT r.is_held AND {{scope}} AND {{theirs}}
  AND NOT EXISTS (
      SELECT 1 FROM recipients_need o
      WHERE o.recipient_id = r.id AND (o.state <> 'closed' OR o.met_at IS NULL AND o.lot <> {NO_LOT} AND o.id < n.id)
  )
"""  # noqa: S608 - names of ours, values bound

_OPEN = f"""
INSERT INTO recipients_need (public_id, created_at, updated_at, recipient_id, school_id, region, need_class, turn, lot, state)
SELECT gen_random_uuid(), %(now)s, %(now)s, r.id, r.school_id, r.region,
       CASE r.kind WHEN '{RecipientKind.TEACHER}' THEN '{NeedClass.TEACHER_COMPUTER}' ELSE '{NeedClass.STUDENT_DEVICE}' END,
       0, {NO_LOT}, 'open'
FROM recipients_recipient r JOIN {_VERDICT} AND a.is_eligible
WHERE r.state = 'registered' AND NOT r.is_held AND {{scope}}
  AND NOT EXISTS (SELECT 1 FROM recipients_need n WHERE n.recipient_id = r.id AND n.state <> 'closed')
ORDER BY r.school_id, r.id
ON CONFLICT (recipient_id) WHERE state <> 'closed' DO NOTHING
"""  # noqa: S608 - names of ours, values bound

# A reserved need is never taken away (design, section 4).
_CLOSE = f"""
UPDATE recipients_need n SET state = 'closed', closed_at = %(now)s, updated_at = %(now)s
FROM recipients_recipient r LEFT JOIN {_VERDICT}
WHERE n.recipient_id = r.id AND n.state = 'open' AND {{scope}} AND {{theirs}}
  AND (r.state <> 'registered' OR r.is_held OR a.id IS NULL OR NOT a.is_eligible)
"""  # noqa: S608

# For whom of everybody something may change: read by several processes, as what writes cannot be. The statements above decide.
_CONCERNED = f"""
CREATE TEMPORARY TABLE concerned ON COMMIT DROP AS
SELECT r.id
FROM recipients_recipient r
LEFT JOIN {_VERDICT}
LEFT JOIN recipients_need n ON n.recipient_id = r.id AND n.state <> 'closed'
WHERE r.kind = %(kind)s AND CASE
    WHEN n.id IS NULL THEN a.is_eligible
    ELSE n.state = 'open' AND (r.state <> 'registered' OR r.is_held OR a.id IS NULL OR NOT a.is_eligible) END
"""  # noqa: S608

# Only the needs of the people at hand, whom the caller holds; the rest of their households follows with the next fold.
_TURN = f"""
UPDATE recipients_need n SET turn = t.turn, updated_at = %(now)s
FROM ({out_of_turn("SELECT r.household_digest FROM recipients_recipient r WHERE {scope}")}) t, recipients_recipient r
WHERE n.id = t.id AND r.id = n.recipient_id AND n.state = 'open' AND {{scope}} AND {{theirs}}
"""  # noqa: S608
# So many new needs at once (a first version, a big upload) make what PostgreSQL knows of the table worthless.
_MANY = 5_000


@transaction.atomic
def declare_needs(
    *, recipient_ids: Sequence[int] | None = None, school_ids: Sequence[int] | None = None, kind: str = ""
) -> dict[str, int]:
    """Open and close needs after an assessment and put households in line, each in one statement; returns the counts.

    Without ids it is everybody. Everybody of a `kind` are judged anew while others wait: there the households are left to the
    fold that follows at once. Where a need stands among others follows from its person's verdict.
    """
    scope: str = "TRUE"
    # Said of the needs as well: PostgreSQL does not see by itself that they too are few, and would read all of them.
    theirs = "TRUE"
    params: dict[str, Any] = {}
    if recipient_ids is not None:
        scope, params = "r.id = ANY(%(ids)s)", {"ids": list(recipient_ids)}
        theirs = "n.recipient_id = ANY(%(ids)s)"
    elif school_ids is not None:
        scope, params = "r.school_id = ANY(%(ids)s)", {"ids": list(school_ids)}
    elif kind:
        scope, params = "r.id IN (SELECT id FROM concerned)", {"kind": kind}
    values: dict[str, Any] = {"now": timezone.now(), **params}
    counts = {}
    with connection.cursor() as cursor:
        if kind:
            cursor.execute(f"{_CONCERNED}; ANALYZE concerned", values)
        steps = {"opened": _OPEN, "closed": _CLOSE} | ({} if kind else {"in_turn": _TURN})
        cursor.execute(_REOPEN.format(scope=scope, theirs=theirs), values)
        reopened = cursor.rowcount
        for name, statement in steps.items():
            cursor.execute(statement.format(scope=scope, theirs=theirs), values)
            counts[name] = cursor.rowcount + (reopened if name == "opened" else 0)
            if name == "opened" and counts[name] > _MANY:
                cursor.execute("ANALYZE recipients_need")
        if kind:
            cursor.execute("DROP TABLE concerned")
    if any(counts.values()):
        fold_soon()
    return counts
