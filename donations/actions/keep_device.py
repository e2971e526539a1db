"""One device of the own stock is written down, or its data put right."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from donations.actions.stop_at_wanted import stop_at_wanted
from donations.imei import imei_digits
from donations.known_devices import DeviceKnown, identity_of, names_a_known_device, serial_of
from donations.models import Condition, Device
from donations.policies import why_not_identify
from donations.policies_devices import why_not_keep, why_not_second
from donations.states import DEVICE_MOVES, DeviceState
from donations.wanted import Step, numbers_of, refuse_wanted
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move

FACTS = (
    "device_type", "condition", "brand", "model", "imei", "imei2", "serial_number", "grade", "year", "specification", "accessories",
    "unit_value", "meant_for",
)  # fmt: skip


@stop_at_wanted(Step.STOCK)
@transaction.atomic
def keep_device(*, actor: Actor, device: Device | None = None, **facts: Any) -> Device:
    """`facts`: those of FACTS. Raises DeviceKnown when a number stands for another device, also in a race, and
    DeviceWanted when it is on the list of lost and stolen devices.
    """
    actor.must(Permission.STOCK_KEEP)
    if actor.organisation_id is None or (device is not None and device.stock_of_id != actor.organisation_id):
        raise Forbidden("only the own stock")
    held = _held(device)
    before = identity_of(held) if held.pk else None
    said = {name: facts[name] for name in FACTS if name in facts}
    imei, imei2 = imei_digits(said.pop("imei", "")), imei_digits(said.pop("imei2", ""))
    serial = serial_of(said.pop("serial_number", ""))
    refuse_if(why_not_identify(said["device_type"], imei, serial))
    refuse_if(why_not_second(imei, imei2))
    said["brand"], said["model"] = " ".join(said["brand"].split()), " ".join(said["model"].split())
    refuse_wanted(numbers_of(brand=said["brand"], imei=imei, imei2=imei2, serial_number=serial))
    for name, value in said.items():
        setattr(held, name, value)
    held.stock_of_id, held.serial_number = actor.organisation_id, serial or None
    held.imei, held.imei2 = imei or None, imei2 or None
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        if names_a_known_device(error):
            raise DeviceKnown from error
        raise
    _look_again(held, before)
    trail.record("device.kept", held, actor=actor, type=held.device_type)
    return held


def _held(device: Device | None) -> Device:
    if device is None:
        return Device()
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    refuse_if(why_not_keep(held))
    return held


def _look_again(device: Device, before: tuple[str, ...] | None) -> None:
    """A used device that turns out to be another one, and a new one that turns out to be used, were never inspected."""
    stands = device.state == DeviceState.INSPECTED and device.condition == Condition.USED
    if stands and (before != identity_of(device) or not device.intakes.exists()):
        move(device, DeviceState.PROMISED, DEVICE_MOVES, inspected_at=None, inspected_by_id=None)
