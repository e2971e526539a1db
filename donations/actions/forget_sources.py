"""From which telephone a slip was answered is nobody's business for longer than it can help to find a fraud."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from donations.models import ReceiptSlip

KEPT = timedelta(days=90)


def forget_sources() -> int:
    """Empty the source of answers that are older than 90 days; how many. Daily."""
    old = ReceiptSlip.objects.exclude(source_digest=b"").filter(answered_at__lt=timezone.now() - KEPT)
    return old.update(source_digest=b"")
