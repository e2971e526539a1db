"""An appointment falls through; the devices stay promised and can be scheduled anew."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover, Pledge
from donations.policies import only_sides, why_not_cancel
from donations.states import ALLOCATION_MOVES, HANDOVER_MOVES, AllocationState, HandoverState
from ksbb.accounts.acting import people_of, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move, move_all
from ksbb.notifications import outbox
from ksbb.territories.models import DISTRICT_LENGTH


@transaction.atomic
def cancel_handover(*, handover: Handover, actor: Actor, reason: str) -> Handover:
    """Papers that were issued for it are voided with the same reason."""
    actor.must(Permission.HANDOVER_SCHEDULE)
    pledge = Pledge.objects.locked().get(pk=handover.pledge_id)
    only_sides(pledge, actor)
    handover = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
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
    sides = (pledge.donor.organisation_id, pledge.school.organisation_id)
    told = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)}
    told |= set(watchers_over(pledge.region[:DISTRICT_LENGTH], Role.DISTRICT_SUPERVISOR))
    outbox.post(
        "donations/handover_cancelled",
        to=told - {actor.user_id or 0},
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"handover_cancelled:{handover.pk}",
        school=pledge.school.name,
    )
    return handover
