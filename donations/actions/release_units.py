"""Units that a promise holds return to the pool, each exactly once; those of a wish wait for the next matching."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.utils import timezone

from donations.models import Allocation, Device, Wish
from donations.states import (
    ALLOCATION_MOVES,
    DEVICE_MOVES,
    WISH_MOVES,
    AllocationState,
    DeviceState,
    PledgeState,
    WishState,
)
from ksbb.common.states import StaleState, move, move_all
from recipients.actions import settle

HELD = (AllocationState.RESERVED, AllocationState.SCHEDULED)


def release_units(units: QuerySet[Allocation]) -> int:
    """Release all of `units` that are still held; returns how many. Inside the transaction that holds their pledges.

    Units of a basket's draft leave no trace; of a promise they stay as RELEASED, their devices' numbers are free again.
    """
    held = list(units.filter(state__in=HELD).values_list("pk", "need_id", "line__pledge__state"))
    if not held:
        return 0
    drafts = [pk for pk, _need, state in held if state == PledgeState.DRAFT]
    promised = [pk for pk, _need, state in held if state != PledgeState.DRAFT]
    _give_back(promised)
    _retire(promised)
    released = move_all(
        Allocation.objects.filter(pk__in=promised),
        HELD,
        AllocationState.RELEASED,
        ALLOCATION_MOVES,
        released_at=timezone.now(),
    )
    deleted, _kinds = Allocation.objects.filter(pk__in=drafts, state=AllocationState.RESERVED).delete()
    if released + deleted != len(held):
        raise StaleState(f"allocations: {released + deleted} of {len(held)} were still held")
    settle.release([need for _pk, need, _state in held])
    return len(held)


def _retire(allocations: Sequence[int]) -> None:
    """Devices recorded for the gift alone; those of a stock are its keeper's again."""
    devices = Device.objects.filter(allocation__in=allocations)
    move_all(
        devices.filter(stock_of=None), [DeviceState.PROMISED, DeviceState.INSPECTED], DeviceState.RETIRED, DEVICE_MOVES
    )
    devices.filter(stock_of__isnull=False).update(allocation=None, region="", custody="")


def _give_back(allocations: Sequence[int]) -> None:
    """What matching had placed of a wish and fell through waits again. Wishes in order of id: one order for all."""
    counts = dict(
        Allocation.objects.filter(pk__in=allocations, line__pledge__wish__isnull=False)
        .values_list("line__pledge__wish")
        .annotate(n=Count("pk"))
    )
    wishes = Wish.objects.filter(pk__in=counts).order_by("pk").select_for_update(of=("self",), no_key=True)
    for wish in wishes:
        if wish.state == WishState.PLACED:
            move(wish, WishState.OPEN, WISH_MOVES, placed_at=None, placed=wish.placed - counts[wish.pk])
        else:
            Wish.objects.filter(pk=wish.pk).update(placed=wish.placed - counts[wish.pk])
