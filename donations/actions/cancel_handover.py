"""An appointment falls through; the devices stay promised and can be scheduled anew."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover
from donations.policies import why_not_cancel
from donations.states import ALLOCATION_MOVES, HANDOVER_MOVES, AllocationState, HandoverState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move, move_all
from ksbb.notifications import outbox


@transaction.atomic
def cancel_handover(*, handover: Handover, actor: Actor, reason: str) -> Handover:
    """Papers that were issued for it are voided with the same reason."""
    actor.must(Permission.HANDOVER_SCHEDULE)
    sides = (handover.pledge.donor.organisation_id, handover.school.organisation_id)
    if not actor.is_system and actor.organisation_id not in sides:
        raise Forbidden("only the two sides")
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    refuse_if(why_not_cancel(handover))
    now = timezone.now()
    move(
        handover,
        HandoverState.CANCELLED,
        HANDOVER_MOVES,
        cancelled_at=now,
        cancelled_by_id=actor.user_id or 0,
        cancelled_reason=reason[:300],
    )
    handover.certificates.filter(voided_at__isnull=True).update(
        voided_at=now, voided_by_id=actor.user_id or 0, voided_reason=reason[:300]
    )
    allocations = handover.allocations.filter(state=AllocationState.SCHEDULED)
    count = move_all(
        allocations,
        [AllocationState.SCHEDULED],
        AllocationState.RESERVED,
        ALLOCATION_MOVES,
        scheduled_at=None,
        handover=None,
    )
    trail.record("handover.cancelled", handover, actor=actor, devices=count)
    told = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)} - {actor.user_id or 0}
    outbox.post(
        "donations/handover_cancelled",
        to=told,
        path=reverse("donations:pledge_detail", args=[handover.pledge.public_id]),
        once=f"handover_cancelled:{handover.pk}",
        school=handover.school.name,
    )
    return handover
