"""The door through which later floors tell what became of devices that were given."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from donations.models import Device
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.common.states import move_all


def move_devices(devices: Collection[int], to: str) -> list[int]:
    """The keys of those that stand in `to` now; one that has no such move from where it stands is left alone.

    They are locked in the order of their keys. Must run inside the caller's transaction.
    """
    sources = [source for source, targets in DEVICE_MOVES.items() if to in targets]
    held = Device.objects.filter(pk__in=devices, state__in=sources).order_by("pk")
    rows = list(held.select_for_update(of=("self",), no_key=True).values_list("pk", "in_use_at"))
    found = Device.objects.filter(pk__in=[pk for pk, _at in rows])
    move_all(found, sources, to, DEVICE_MOVES)
    if to == DeviceState.IN_USE:
        Device.objects.filter(pk__in=[pk for pk, at in rows if at is None]).update(in_use_at=timezone.now())
    return [pk for pk, _at in rows]
