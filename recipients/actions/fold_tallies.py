"""Fold the log of changes into the counts per school."""

from __future__ import annotations

from celery import current_app
from django.db import connection, transaction

_FOLD = """
WITH gone AS (DELETE FROM recipients_needdelta RETURNING *),
changed AS (
    SELECT school_id, need_class, max(region) AS region,
           sum(open) AS open, sum(reserved) AS reserved, sum(delivered) AS delivered, sum(met) AS met
    FROM gone GROUP BY school_id, need_class
)
INSERT INTO recipients_needtally AS t (school_id, need_class, region, open, reserved, delivered, met, top_rank)
SELECT c.school_id, c.need_class, c.region,
       coalesce(o.open, 0) + c.open, coalesce(o.reserved, 0) + c.reserved,
       coalesce(o.delivered, 0) + c.delivered, coalesce(o.met, 0) + c.met,
       coalesce((SELECT min(n.rank_key) FROM recipients_need n
                 WHERE n.school_id = c.school_id AND n.need_class = c.need_class AND n.state = 'open'), 32767)
FROM changed c LEFT JOIN recipients_needtally o USING (school_id, need_class)
ON CONFLICT (school_id, need_class) DO UPDATE
SET open = excluded.open, reserved = excluded.reserved, delivered = excluded.delivered, met = excluded.met,
    top_rank = excluded.top_rank, region = excluded.region
"""


@transaction.atomic
def fold_tallies() -> int:
    """Fold what is committed now; returns how many counts were written. Two workers at once: the second does nothing.

    Sums of committed changes are never below zero, so the fold keeps the table's checks at every moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('recipients.fold_tallies'))")
        row = cursor.fetchone()
        if not row or not row[0]:
            return 0
        cursor.execute(_FOLD)
        return int(cursor.rowcount)


def fold_soon() -> None:
    """Have a worker fold right after this transaction: a new need is on the public list at once, not in ten seconds.

    When the broker is away nothing is lost; the beat's next fold does it.
    """
    transaction.on_commit(lambda: current_app.send_task("recipients.tasks.fold"), robust=True)
