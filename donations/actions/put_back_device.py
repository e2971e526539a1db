"""A device of the school was repaired: it may be lent again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Allocation, Device
from donations.policies_loans import only_keeper, why_not_put_back
from donations.school_devices import school_of
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move


@transaction.atomic
def put_back_device(*, device: Device, actor: Actor) -> Device:
    """DAMAGED → IN_USE, or → HANDED_OVER while its handover is not proven. What is lost comes back by its case alone."""
    only_keeper(school_of(device), actor)
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    refuse_if(why_not_put_back(held))
    proven = Allocation.objects.filter(device=held.pk, verified_at__isnull=False).exists()
    if proven:
        move(held, DeviceState.IN_USE, DEVICE_MOVES, in_use_at=held.in_use_at or timezone.now())
    else:
        move(held, DeviceState.HANDED_OVER, DEVICE_MOVES)
    trail.record("device.put_back", held, actor=actor)
    return held
