"""A handover is proven: it will be asked after 30, 90 and 180 days whether its devices are used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from verification.use import STAGES, TERM

# For a handover that was proven long ago only the newest question that is due is asked, and those still to come.
_LAY = """
INSERT INTO verification_useround
    (public_id, created_at, updated_at, handover_id, school_id, region, stage, asks_on, due_on, state)
SELECT gen_random_uuid(), %(now)s, %(now)s, h.id, h.school_id, h.region, stage.days, proven.day + stage.days,
       proven.day + stage.days + %(term)s, 'waiting'
FROM verification_report r
JOIN donations_handover h ON h.id = r.handover_id
CROSS JOIN LATERAL (SELECT (r.verified_at AT TIME ZONE %(zone)s)::date AS day) proven
CROSS JOIN unnest(%(days)s::int[], %(next)s::int[]) AS stage (days, next)
WHERE r.state = 'verified' AND (stage.next IS NULL OR proven.day + stage.next > %(today)s)
  AND (%(ids)s::bigint[] IS NULL OR h.id = ANY(%(ids)s))
  AND NOT EXISTS (SELECT 1 FROM verification_useround u WHERE u.handover_id = h.id)
ORDER BY h.id, stage.days
ON CONFLICT (handover_id, stage) DO NOTHING
"""


@transaction.atomic
def lay_use_rounds(*, handovers: Sequence[int] | None = None, today: date | None = None) -> int:
    """Three rounds for each verified handover that has none, in one statement; of these `handovers` or of all. Returns how many.

    `today` is a day of the calendar here. Two at once lay them once.
    """
    values: dict[str, Any] = {
        "now": timezone.now(),
        "today": today or timezone.localdate(),
        "zone": settings.TIME_ZONE,
        "term": TERM.days,
        "days": list(STAGES),
        "next": [*STAGES[1:], None],
        "ids": list(handovers) if handovers is not None else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAY, values)
        return int(cursor.rowcount)
