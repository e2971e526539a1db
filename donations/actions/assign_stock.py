"""Devices of the giver's stock stand for the units of a promise, each once, the best first."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from donations.inventory import best_first, custody_for, has_in_hand, in_hand, matching
from donations.models import Allocation, Condition, Device, Pledge, PledgeLine
from donations.states import DEVICE_MOVES, AllocationState, DeviceState
from ksbb.authority.actors import Actor
from ksbb.common.states import StaleState, move_all

_GIVE = """
UPDATE donations_device device SET allocation_id = v.allocation, region = v.region, custody = %s, updated_at = %s
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS v(device, allocation, region)
WHERE device.id = v.device AND device.allocation_id IS NULL
"""


def assign_stock(*, pledge: Pledge, actor: Actor) -> int:
    """Inside the transaction that holds the pledge; returns how many devices were taken, 0 where there is no stock.

    Kind, condition and, where they were named, brand, model and lot must be those of the promise; a device that no lot was told
    of serves any lot of its keeper. What is meant for another school stays, and so does what is being looked for. Devices in other
    hands are skipped, never waited for.
    """
    donor_id = pledge.donor.organisation_id
    if not has_in_hand(donor_id):
        return 0
    return sum(_fill(line, donor_id, pledge.school_id, actor) for line in pledge.lines.order_by("pk"))


def _fill(line: PledgeLine, donor_id: int, school_id: int, actor: Actor) -> int:
    empty = Allocation.objects.filter(line=line, state=AllocationState.RESERVED, device__isnull=True)
    units = list(empty.order_by("pk").values_list("pk", "region"))
    if not units:
        return 0
    devices = in_hand(donor_id).filter(device_type=line.device_type, condition=line.condition)
    devices = matching(devices, brand=line.brand, model=line.model)
    if line.lot_id is not None:
        devices = devices.filter(Q(lot=None) | Q(lot=line.lot_id))
    devices = devices.filter(Q(meant_for=None) | Q(meant_for=school_id))
    held = best_first(devices, school_id=school_id).select_for_update(of=("self",), no_key=True, skip_locked=True)
    taken = [device.pk for device in held[: len(units)]]
    _give(taken, units[: len(taken)], custody_for(line.need_class))
    if line.condition == Condition.NEW:
        _pass(taken, actor)
    return len(taken)


def _give(devices: list[int], units: list[tuple[int, str]], custody: str) -> None:
    with connection.cursor() as cursor:
        pks, regions = [pk for pk, _region in units], [region for _pk, region in units]
        cursor.execute(_GIVE, [custody, timezone.now(), devices, pks, regions])
        if cursor.rowcount != len(devices):
            raise StaleState(f"devices: {cursor.rowcount} of {len(devices)} were still free")


def _pass(devices: list[int], actor: Actor) -> None:
    """A new device needs no inspection: knowing its number is enough."""
    move_all(
        Device.objects.filter(pk__in=devices, state=DeviceState.PROMISED),
        [DeviceState.PROMISED],
        DeviceState.INSPECTED,
        DEVICE_MOVES,
        inspected_at=timezone.now(),
        inspected_by_id=actor.user_id or 0,
    )
