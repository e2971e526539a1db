"""What waited for a digest becomes the lines of one letter for each person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from ksbb.common.switches import Switch, is_on
from ksbb.notifications.kinds import DIGEST, Way

# From seven o'clock in the morning; the weekly one on Monday.
HOUR = 7
MONDAY = 0


def gather_digests(*, now: datetime) -> int:
    """Returns how many letters were written. One statement for each kind of digest, however many people there are.

    None while digests are turned off: what waits goes on waiting. A person gets at most one daily and one weekly digest a day
    (`once_key`); what came after seven o'clock waits for the next.
    """
    if not is_on(Switch.DIGESTS):
        return 0
    here = timezone.localtime(now)
    cut = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if here < cut:
        cut -= timedelta(days=1)
    written = _gather(Way.DAILY, cut, now)
    monday = cut - timedelta(days=(cut.weekday() - MONDAY) % 7)
    return written + _gather(Way.WEEKLY, monday, now)


@transaction.atomic
def _gather(way: Way, cut: datetime, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _GATHER, {"way": way.value, "cut": cut, "now": now, "kind": DIGEST, "once": f"{way}:{cut:%Y-%m-%d}:"}
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


# All in one: who else gathers at the same moment finds the rows locked, and the letter there.
_GATHER = """
WITH due AS (
    SELECT id, to_user_id FROM notifications_message
    WHERE state = 'held' AND held_for = %(way)s AND created_at < %(cut)s
    FOR UPDATE SKIP LOCKED
), written AS (
    INSERT INTO notifications_message (
        public_id, created_at, updated_at, kind, to_user_id, context, path, once_key, state, attempts, next_try_at, error, held_for
    )
    SELECT gen_random_uuid(), %(now)s, %(now)s, %(kind)s, to_user_id,
        jsonb_build_object('count', count(*)), '/pemberitahuan/', %(once)s || to_user_id, 'queued', 0, %(now)s, '', ''
    FROM due GROUP BY to_user_id
    ON CONFLICT (once_key) DO NOTHING
    RETURNING id, to_user_id
), gathered AS (
    UPDATE notifications_message m SET state = 'gathered', digest_id = w.id, updated_at = %(now)s
    FROM due d JOIN written w ON w.to_user_id = d.to_user_id
    WHERE m.id = d.id
)
SELECT count(*) FROM written
"""
