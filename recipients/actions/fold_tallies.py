"""Fold the log of changes into the counts per school, and put in order what follows from them."""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from ksbb.common.after_commit import after_commit
from recipients.ranking import PLACE_KEY, VERDICT, out_of_turn

_FOLD = """
WITH gone AS (DELETE FROM recipients_needdelta RETURNING *)
INSERT INTO recipients_needtally AS t (school_id, need_class, region, open, reserved, delivered, met, top_rank)
SELECT c.school_id, c.need_class, c.region,
       coalesce(o.open, 0) + c.open, coalesce(o.reserved, 0) + c.reserved,
       coalesce(o.delivered, 0) + c.delivered, coalesce(o.met, 0) + c.met, coalesce(o.top_rank, 32767)
FROM (
    SELECT school_id, need_class, max(region) AS region,
           sum(open) AS open, sum(reserved) AS reserved, sum(delivered) AS delivered, sum(met) AS met
    FROM gone GROUP BY school_id, need_class
) c LEFT JOIN recipients_needtally o USING (school_id, need_class)
ON CONFLICT (school_id, need_class) DO UPDATE
SET open = excluded.open, reserved = excluded.reserved, delivered = excluded.delivered, met = excluded.met,
    region = excluded.region
RETURNING school_id, need_class
"""

# The last fold of a day is how the day ended; a day without a change has no row.
_REMEMBER = """
INSERT INTO recipients_needday AS d (school_id, need_class, region, open, reserved, delivered, met, day)
SELECT t.school_id, t.need_class, t.region, t.open, t.reserved, t.delivered, t.met, %(day)s
FROM recipients_needtally t
JOIN unnest(%(schools)s::bigint[], %(classes)s::text[]) AS folded(school_id, need_class) USING (school_id, need_class)
ON CONFLICT (school_id, need_class, day) DO UPDATE
SET open = excluded.open, reserved = excluded.reserved, delivered = excluded.delivered, met = excluded.met,
    region = excluded.region
"""

# Who waits for somebody is passed over, so that a fold never waits and never makes anybody wait in a circle; what was passed
# over is written into the log again, for the next fold.
_TURNS = f"""
WITH wrong AS MATERIALIZED ({
    out_of_turn(
        "SELECT r.household_digest FROM recipients_need i JOIN recipients_recipient r ON r.id = i.recipient_id"
        " WHERE i.school_id = ANY(%(schools)s)"
    )
}),
free AS (
    SELECT n.id FROM recipients_need n WHERE n.id IN (SELECT id FROM wrong) AND n.state = 'open'
    ORDER BY n.id FOR UPDATE SKIP LOCKED
),
later AS (
    INSERT INTO recipients_needdelta (school_id, need_class, region, open, reserved, delivered, met)
    SELECT DISTINCT w.school_id, w.need_class, w.region, 0, 0, 0, 0
    FROM wrong w WHERE NOT EXISTS (SELECT 1 FROM free WHERE free.id = w.id)
)
UPDATE recipients_need n SET turn = w.turn FROM wrong w JOIN free USING (id) WHERE n.id = w.id RETURNING n.school_id
"""  # noqa: S608 - names of ours, values bound

_TOP_RANKS = f"""
UPDATE recipients_needtally t SET top_rank = coalesce(best.place, 32767)
FROM recipients_needtally o LEFT JOIN (
    SELECT n.school_id, n.need_class, min({PLACE_KEY}) AS place
    FROM recipients_need n {VERDICT} WHERE n.state = 'open' AND n.school_id = ANY(%(schools)s) GROUP BY 1, 2
) best USING (school_id, need_class)
WHERE t.id = o.id AND o.school_id = ANY(%(schools)s) AND t.top_rank <> coalesce(best.place, 32767)
"""  # noqa: S608


@transaction.atomic
def fold_tallies() -> int:
    """Fold what is committed now; returns how many counts were written. Two workers at once: the second does nothing.

    Sums of committed changes are never below zero, so the fold keeps the table's checks at every moment. The households of the
    schools concerned are put in line anew (their members may be at other schools), and each school takes its place. How the
    counts stand today is remembered for the history of the school.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('recipients.fold_tallies'))")
        row = cursor.fetchone()
        if not row or not row[0]:
            return 0
        # After a new version it is everybody: room for the joins, until the transaction's end.
        cursor.execute("SELECT set_config('work_mem', '64MB', TRUE), set_config('jit', 'off', TRUE)")
        cursor.execute(_FOLD)
        if folded := cursor.fetchall():
            schools, classes = map(list, zip(*folded, strict=True))
            _put_in_order(cursor, set(schools))
            cursor.execute(_REMEMBER, {"schools": schools, "classes": classes, "day": timezone.localdate()})
        return len(folded)


def _put_in_order(cursor: Any, schools: set[int]) -> None:
    cursor.execute(_TURNS, {"schools": sorted(schools)})
    schools = schools | {school for (school,) in cursor.fetchall()}
    cursor.execute(_TOP_RANKS, {"schools": sorted(schools)})


def fold_soon() -> None:
    """Have a worker fold right after this transaction: a new need is on the public list at once, not in ten seconds.

    When the broker is away nothing is lost; the beat's next fold does it.
    """
    after_commit(current_app.send_task, "recipients.tasks.fold")
