"""A draw, a visit that failed and its case in a sound base, and what can be wrong with them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.factories.samples import drawn_sample, long_known, verified_report, visited
from verification.models import Visit

VISIT, DRAW, CASE = "verification_visit", "verification_sampledraw", "verification_integritycase"


def a_closer_look() -> None:
    """One drawn visit that nobody made yet, one of a beginner that found nothing."""
    long_known(pupils=2, days=400)
    today = timezone.localdate()
    drawn_sample(starts_on=today - timedelta(days=410), ends_on=today - timedelta(days=390))
    visited(Visit.objects.get(report=verified_report(pupils=2)), seen=0)


PLANTED_SAMPLES = {
    "sample.seed": f"UPDATE {DRAW} SET commitment = repeat('0', 64) WHERE state = 'drawn'",
    "sample.lots": f"UPDATE {VISIT} SET lot = lot + 1 WHERE draw_id IS NOT NULL",
    "visit.report": f"UPDATE {VISIT} SET region = '31.72.01.1001' WHERE draw_id IS NOT NULL",
    "visit.outcome": f"UPDATE {VISIT} SET state = 'passed' WHERE state = 'failed'",
    "visit.four_eyes": f"UPDATE {VISIT} v SET visited_by_id = r.verified_by_id FROM verification_report r "
    "WHERE r.id = v.report_id AND v.state = 'failed'",
    "integrity.place": f"UPDATE {CASE} SET region = '31.72.01.1001' WHERE report_id IS NOT NULL",
}
