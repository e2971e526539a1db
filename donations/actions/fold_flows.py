"""Fold the log of what happened into the sums per school, kind and month."""

from __future__ import annotations

from django.db import connection, transaction

from donations.models.flow import FLOWS

_COLUMNS = ", ".join(FLOWS)
_FOLD = f"""
WITH gone AS (DELETE FROM donations_flowdelta RETURNING *)
INSERT INTO donations_flowtally AS t (school_id, region, device_type, month, {_COLUMNS})
SELECT c.school_id, c.region, c.device_type, c.month, {", ".join(f"coalesce(o.{flow}, 0) + c.{flow}" for flow in FLOWS)}
FROM (
    SELECT school_id, max(region) AS region, device_type, month, {", ".join(f"sum({flow}) AS {flow}" for flow in FLOWS)}
    FROM gone GROUP BY school_id, device_type, month
) c LEFT JOIN donations_flowtally o USING (school_id, device_type, month)
ON CONFLICT (school_id, device_type, month) DO UPDATE
SET {", ".join(f"{flow} = excluded.{flow}" for flow in FLOWS)}, region = excluded.region
"""  # noqa: S608 - names of ours only


@transaction.atomic
def fold_flows() -> int:
    """Fold what is committed now; returns how many sums were written. Two workers at once: the second does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('donations.fold_flows'))")
        row = cursor.fetchone()
        if not row or not row[0]:
            return 0
        cursor.execute(_FOLD)
        return int(cursor.rowcount)
