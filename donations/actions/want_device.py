"""A lost or stolen device comes onto the list: nothing that carries its number can be recorded any more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from donations.imei import imei_digits
from donations.known_devices import serial_of
from donations.models import WantedDevice
from donations.policies_devices import why_not_want
from donations.wanted import numbers_of, wanted_among
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def want_device(
    *,
    why: str,
    source: str,
    actor: Actor,
    imei: str = "",
    brand: str = "",
    serial_number: str = "",
    told_on: date | None = None,
) -> list[WantedDevice]:
    """The entries for the numbers that somebody told of (`want_devices` is for our own). `why`: WantedDevice.Why.

    What is on the list already stays as it is: told twice, the second time changes nothing. Raises Refused.
    """
    actor.must(Permission.WANTED_KEEP)
    imei, serial_number, brand = imei_digits(imei), serial_of(serial_number), " ".join(brand.split())
    refuse_if(why_not_want(imei, brand, serial_number, source))
    numbers = numbers_of(brand=brand, imei=imei, serial_number=serial_number)
    known = {(one.kind, one.value) for one in wanted_among(numbers)}
    rows = [
        WantedDevice(
            kind=kind,
            value=value,
            why=why,
            source=" ".join(source.split())[:200],
            region=next(iter(actor.oversees), ""),
            told_on=told_on or timezone.localdate(),
            told_by_id=actor.user_id or 0,
        )
        for kind, value in numbers
        if (kind, value) not in known
    ]
    # Somebody else may have told of the same number in this moment: then theirs stands.
    WantedDevice.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(WantedDevice.objects.filter(public_id__in=[row.public_id for row in rows]))
    if made:
        trail.record_many("wanted.added", made, actor=actor, why=why)
    return wanted_among(numbers)
