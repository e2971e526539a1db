"""Who sits on a report right now. After twenty minutes without activity it is anybody's again, and no job is needed for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from verification.models import Report
from verification.states import ReportState

CLAIM_LASTS = timedelta(minutes=20)


def free_or_of(user_id: int, now: datetime) -> Q:
    """Nobody's at this moment, or the person's own."""
    return Q(claimed_by_id__isnull=True) | Q(claimed_until__lt=now) | Q(claimed_by_id=user_id)


def of(user_id: int, now: datetime) -> Q:
    return Q(claimed_by_id=user_id, claimed_until__gte=now)


def holder_of(report: Report, now: datetime | None = None) -> int | None:
    """Whose account holds the report, None when it is free or judged."""
    now = now or timezone.now()
    if report.state != ReportState.SUBMITTED or report.claimed_until is None or report.claimed_until < now:
        return None
    return report.claimed_by_id
