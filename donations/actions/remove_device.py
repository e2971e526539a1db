"""A device leaves the own stock without being given: sold, broken, written down by mistake."""

from __future__ import annotations

from django.db import transaction

from donations.models import Device
from donations.policies_devices import why_not_keep
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move


@transaction.atomic
def remove_device(*, device: Device, actor: Actor) -> Device:
    """Its number is free again; what was found about it stays on record."""
    actor.must(Permission.STOCK_KEEP)
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    if held.stock_of_id is None or held.stock_of_id != actor.organisation_id:
        raise Forbidden("only the own stock")
    refuse_if(why_not_keep(held))
    move(held, DeviceState.RETIRED, DEVICE_MOVES)
    trail.record("device.retired", held, actor=actor)
    return held
