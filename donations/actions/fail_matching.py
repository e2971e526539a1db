"""A calculation could not be made; whoever asked is told."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from donations.models import MatchingRun
from donations.states import MATCHING_MOVES, MatchingState
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.common.states import StaleState, move
from ksbb.notifications import outbox


def fail_matching(*, run: MatchingRun, reason: str) -> bool:
    """False when somebody decided otherwise meanwhile. It can be calculated anew."""
    try:
        with transaction.atomic():
            move(run, MatchingState.FAILED, MATCHING_MOVES, failure=reason[:300])
            trail.record("matching.failed", run, actor=SYSTEM)
            outbox.post(
                "donations/matching_failed",
                to=[run.asked_by_id] if run.asked_by_id else [],
                path=reverse("donations:matching_detail", args=[run.public_id]),
                once=f"matching_failed:{run.pk}:{run.asked_at.isoformat()}",
            )
    except StaleState:
        return False
    return True
