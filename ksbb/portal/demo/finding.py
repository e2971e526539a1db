"""What a visitor finds: how the offices are reached, and a past for the needs. All of it invented."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from ksbb.accounts.models import Organisation

# Twelve weeks in which schools registered one after another and gifts came in; the last day of each third week.
_PAST = """
INSERT INTO recipients_needday (school_id, need_class, region, day, open, reserved, delivered, met)
SELECT t.school_id, t.need_class, t.region, %(today)s::date - 21 * step,
       greatest(0, (t.open + t.reserved + t.delivered + t.met) * (9 - step) / 9
                - t.reserved * (4 - step) / 4 - t.delivered * (4 - step) / 4 - t.met * (4 - step) / 4),
       t.reserved * (4 - step) / 4, t.delivered * (4 - step) / 4, t.met * (4 - step) / 4
FROM recipients_needtally t CROSS JOIN generate_series(1, 4) AS step
WHERE t.open + t.reserved + t.delivered + t.met > 0
ON CONFLICT DO NOTHING
"""


def tell() -> None:
    """Contacts that reach nobody (numbers and addresses kept free for examples), and twelve weeks of history."""
    offices = list(Organisation.objects.filter(kind=Organisation.Kind.OFFICE).order_by("pk"))
    for number, office in enumerate(offices):
        office.office_phone = f"021 555 {number:04d}"
        office.office_email = f"kantor{number}@demo.example"
        office.office_address = f"Jalan Rekaan No. {number + 1}, Jakarta"
    Organisation.objects.bulk_update(offices, ["office_phone", "office_email", "office_address"])
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {"today": timezone.localdate()})
