"""The moment: the devices are in the school's hands, the papers are signed."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.open_first_loans import open_first_loans
from donations.actions.record_out import record_out
from donations.models import Allocation, Confirmed, Device, Handover, Pledge
from donations.policies import only_taker, why_not_hand_over
from donations.states import (
    ALLOCATION_MOVES,
    DEVICE_MOVES,
    HANDOVER_MOVES,
    PLEDGE_MOVES,
    AllocationState,
    DeviceState,
    HandoverState,
    PledgeState,
)
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState, move, move_all
from ksbb.notifications import outbox
from recipients.actions import settle


@transaction.atomic
def hand_over(*, handover: Handover, actor: Actor) -> Handover:
    """The school records that everything on the papers changed hands. A pledge with nothing left to come is fulfilled."""
    actor.must(Permission.HANDOVER_RECORD)
    pledge = Pledge.objects.locked().get(pk=handover.pledge_id)
    only_taker(pledge, actor)
    handover = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    refuse_if(why_not_hand_over(handover))
    now = timezone.now()
    stamps = {"done_at": now, "done_by_id": actor.user_id or 0, "confirmed_how": Confirmed.BEFORE}
    move(handover, HandoverState.DONE, HANDOVER_MOVES, **stamps)
    scheduled = Allocation.objects.filter(handover=handover, state=AllocationState.SCHEDULED)
    needs = list(scheduled.values_list("need_id", flat=True))
    recorded = Device.objects.filter(allocation__in=scheduled)
    moved = move_all(recorded, [DeviceState.INSPECTED], DeviceState.HANDED_OVER, DEVICE_MOVES, handed_over_at=now)
    if moved != len(needs):
        raise StaleState(f"handover {handover.pk}: {moved} devices recorded for {len(needs)} needs")
    move_all(scheduled, [AllocationState.SCHEDULED], AllocationState.HANDED_OVER, ALLOCATION_MOVES, handed_over_at=now)
    settle.deliver(needs)
    record_out(handover=handover, actor=actor)
    open_first_loans(handover=handover, actor=actor)
    waiting = Allocation.objects.filter(
        line__pledge=pledge, state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED]
    )
    if pledge.state == PledgeState.COMMITTED and not waiting.exists():
        move(pledge, PledgeState.FULFILLED, PLEDGE_MOVES, fulfilled_at=now)
    trail.record("handover.done", handover, actor=actor, devices=len(needs))
    outbox.post(
        "donations/handed_over",
        to=people_of(pledge.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"handed_over:{handover.pk}",
        school=pledge.school.name,
        devices=len(needs),
    )
    return handover
