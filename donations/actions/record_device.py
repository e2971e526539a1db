"""Which device it is: brand, model and the number that nobody else's has."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.actions.stop_at_wanted import stop_at_wanted
from donations.imei import imei_digits
from donations.inventory import custody_for
from donations.known_devices import DeviceKnown, identity_of, names_a_known_device, serial_of
from donations.models import Allocation, Condition, Device, Pledge
from donations.policies import only_sides, why_not_identify, why_not_record_device
from donations.policies_devices import why_not_exchange, why_not_second
from donations.states import DEVICE_MOVES, DeviceState
from donations.wanted import Step, numbers_of, refuse_wanted
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move


@stop_at_wanted(Step.RECORD)
@transaction.atomic
def record_device(
    *,
    allocation: Allocation,
    brand: str,
    model: str,
    actor: Actor,
    imei: str = "",
    imei2: str = "",
    serial_number: str = "",
    accessories: str = "",
) -> Device:
    """Record or correct the unit of one allocation. Raises DeviceKnown when a number is taken, also in a race, and
    DeviceWanted when it is on the list of lost and stolen devices.

    A new device is ready with that; a used one waits for its inspection (`inspect_device`), and once more when it turns out to be
    another one than was inspected.
    """
    actor.must(Permission.DEVICE_RECORD)
    only_sides(Pledge.objects.locked().get(lines__allocations=allocation.pk), actor)
    allocation = Allocation.objects.select_for_update(of=("self",)).select_related("line__pledge").get(pk=allocation.pk)
    imei, imei2, serial_number = imei_digits(imei), imei_digits(imei2), serial_of(serial_number)
    brand, model = " ".join(brand.split()), " ".join(model.split())
    refuse_if(why_not_record_device(allocation))
    refuse_if(why_not_identify(allocation.line.device_type, imei, serial_number))
    refuse_if(why_not_second(imei, imei2))
    refuse_wanted(numbers_of(brand=brand, imei=imei, imei2=imei2, serial_number=serial_number))
    before = Device.objects.select_for_update(no_key=True).filter(allocation=allocation).first()
    refuse_if(why_not_exchange(before, imei, serial_number, imei2))
    try:
        with transaction.atomic():
            device, _is_new = Device.objects.update_or_create(
                allocation=allocation,
                defaults={
                    "region": allocation.region,
                    "device_type": allocation.line.device_type,
                    "condition": allocation.line.condition,
                    "brand": brand,
                    "model": model,
                    "imei": imei or None,
                    "imei2": imei2 or None,
                    "serial_number": serial_number or None,
                    "accessories": accessories,
                    "custody": custody_for(allocation.line.need_class),
                },
            )
    except IntegrityError as error:
        if names_a_known_device(error):
            raise DeviceKnown from error
        raise
    _judge(device, before, actor)
    trail.record("device.recorded", device, actor=actor, type=device.device_type)
    return device


def _judge(device: Device, before: Device | None, actor: Actor) -> None:
    if device.condition == Condition.NEW and device.state == DeviceState.PROMISED:
        move(
            device, DeviceState.INSPECTED, DEVICE_MOVES, inspected_at=timezone.now(), inspected_by_id=actor.user_id or 0
        )
    swapped = before is not None and identity_of(before) != identity_of(device)
    if device.condition == Condition.USED and device.state == DeviceState.INSPECTED and swapped:
        move(device, DeviceState.PROMISED, DEVICE_MOVES, inspected_at=None, inspected_by_id=None)
