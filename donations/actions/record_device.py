"""Which device it is: brand, model and the number that nobody else's has."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.imei import imei_digits
from donations.models import Allocation, Custody, Device, Pledge
from donations.policies import only_sides, why_not_identify, why_not_ready, why_not_record_device
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from recipients.models import NeedClass

_ONCE = frozenset({"device_imei_once", "device_serial_once"})


class DeviceKnown(Refused):
    """The IMEI or serial number belongs to a device that is already recorded."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "IMEI atau nomor seri ini sudah tercatat untuk gawai lain. Periksa angkanya di kotak atau di layar *#06#."
            )
        )


@transaction.atomic
def record_device(
    *,
    allocation: Allocation,
    brand: str,
    model: str,
    actor: Actor,
    imei: str = "",
    serial_number: str = "",
    accessories: str = "",
    grade: str = "",
    readiness: dict[str, object] | None = None,
) -> Device:
    """Record or correct the unit of one allocation. Raises DeviceKnown when the number is taken, also in a race."""
    actor.must(Permission.DEVICE_RECORD)
    only_sides(Pledge.objects.locked().get(lines__allocations=allocation.pk), actor)
    allocation = Allocation.objects.select_for_update(of=("self",)).select_related("line").get(pk=allocation.pk)
    imei, serial_number = imei_digits(imei), " ".join(serial_number.upper().split())
    refuse_if(why_not_record_device(allocation))
    refuse_if(why_not_identify(allocation.line.device_type, imei, serial_number))
    refuse_if(why_not_ready(allocation.line.condition, readiness or {}, mobile=bool(imei)))
    teacher = allocation.line.need_class == NeedClass.TEACHER_COMPUTER
    try:
        with transaction.atomic():
            device, _is_new = Device.objects.update_or_create(
                allocation=allocation,
                defaults={
                    "region": allocation.region,
                    "device_type": allocation.line.device_type,
                    "condition": allocation.line.condition,
                    "grade": grade,
                    "brand": " ".join(brand.split()),
                    "model": " ".join(model.split()),
                    "imei": imei or None,
                    "serial_number": serial_number or None,
                    "accessories": accessories,
                    "readiness": readiness or {},
                    "custody": Custody.LENT_BY_SCHOOL if teacher else Custody.OWNED,
                },
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") in _ONCE:
            raise DeviceKnown from error
        raise
    if device.state == DeviceState.PROMISED:
        move(
            device, DeviceState.INSPECTED, DEVICE_MOVES, inspected_at=timezone.now(), inspected_by_id=actor.user_id or 0
        )
    trail.record("device.recorded", device, actor=actor, type=device.device_type)
    return device
