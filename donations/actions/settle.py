"""The doors through which verification moves handovers, allocations and devices."""

from __future__ import annotations

from django.utils import timezone

from donations.models import Allocation, Device, Handover
from donations.states import ALLOCATION_MOVES, DEVICE_MOVES, HANDOVER_MOVES, AllocationState, DeviceState, HandoverState
from ksbb.authority.actors import Actor
from ksbb.common.states import move, move_all
from recipients.actions import settle


def report(handover: Handover, *, actor: Actor) -> None:
    """The school has reported on the handover."""
    move(
        handover,
        HandoverState.REPORTED,
        HANDOVER_MOVES,
        reported_at=timezone.now(),
        reported_by_id=actor.user_id or 0,
    )


def prove(handover: Handover) -> int:
    """The report is verified: the devices are in use and the needs are met; returns how many."""
    handed = Allocation.objects.filter(handover=handover, state=AllocationState.HANDED_OVER)
    needs = list(handed.values_list("need_id", flat=True))
    move_all(
        Device.objects.filter(allocation__in=handed),
        [DeviceState.HANDED_OVER],
        DeviceState.IN_USE,
        DEVICE_MOVES,
        in_use_at=timezone.now(),
    )
    settle.meet(needs)
    return len(needs)


def refute(handover: Handover) -> int:
    """The report is rejected: the needs are open again, the handover stays on record; returns how many."""
    handed = Allocation.objects.filter(handover=handover, state=AllocationState.HANDED_OVER)
    needs = list(handed.values_list("need_id", flat=True))
    move_all(
        handed, [AllocationState.HANDED_OVER], AllocationState.REFUTED, ALLOCATION_MOVES, refuted_at=timezone.now()
    )
    settle.reopen(needs)
    return len(needs)
