"""How long the way from a promise to its proof takes: percentiles of days, told only where enough gifts stand behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Below this a percentile speaks of single gifts. How many there are is not told: the year moves on by a day each day.
FEWEST_GIFTS = 20
_STATEMENT = """
SELECT coalesce(left(a.region, 5), ''),
    percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (
        ORDER BY extract(epoch FROM a.verified_at - p.committed_at) / 86400
    )
FROM donations_allocation a
JOIN donations_pledgeline l ON l.id = a.line_id JOIN donations_pledge p ON p.id = l.pledge_id
WHERE a.verified_at >= now() - interval '365 days' AND p.committed_at IS NOT NULL
GROUP BY GROUPING SETS ((left(a.region, 5)), ()) HAVING count(*) >= %s ORDER BY 1
"""


@dataclass(frozen=True)
class Waiting:
    """Days from the promise to the proof, of devices verified in the last year; `area` is a kota's code, "" is everywhere."""

    area: str
    quarter: int
    half: int
    three_quarters: int
    nine_tenths: int


def waiting_times() -> list[Waiting]:
    """Everywhere first, then each kota with at least FEWEST_GIFTS devices (one statement over the year's verified devices)."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [FEWEST_GIFTS])
        return [Waiting(area, *(round(days) for days in percentiles)) for area, percentiles in cursor.fetchall()]
