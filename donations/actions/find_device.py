"""A device that was lost on the way to a school turned up again at its giver."""

from __future__ import annotations

from django.db import transaction

from donations.actions.end_search import end_search
from donations.actions.undo_loss import undo_loss
from donations.models import Device
from donations.policies_devices import giver_of_device, why_not_find
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move


@transaction.atomic
def find_device(*, device: Device, reason: str, actor: Actor) -> Device:
    """Its number leaves the list of lost and stolen ones, and what it was lost from counts it again. Raises Refused.

    Lost at the door it lies in its giver's stock, a used one to be looked at before it is promised. Lost according to a report
    it stays on record with that handover, and its number is free to be written down anew.
    """
    actor.must(Permission.STOCK_KEEP)
    held = (
        Device.objects.select_for_update(of=("self",), no_key=True)
        .select_related("allocation__line__pledge__donor")
        .get(pk=device.pk)
    )
    if not actor.is_system and giver_of_device(held) != actor.organisation_id:
        raise Forbidden("only the giver")
    refuse_if(why_not_find(held, reason))
    if held.allocation is None:
        move(held, DeviceState.PROMISED, DEVICE_MOVES, inspected_at=None, inspected_by_id=None)
        undo_loss(device=held, actor=actor)
    else:
        move(held, DeviceState.RETURNED, DEVICE_MOVES)
    end_search(held, reason=" ".join(reason.split()), actor=actor)
    trail.record("device.found", held, actor=actor)
    return held
