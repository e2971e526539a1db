"""The numbers of our own lost or stolen devices go on the list of those that nobody may give again."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from donations.models import DeviceNumber, WantedDevice
from ksbb.audit import trail
from ksbb.authority.actors import Actor


def want_devices(devices: Mapping[int, str], *, source: str, actor: Actor) -> int:
    """`devices`: key → a value of WantedDevice.Why; with every number that they carry. A number that is wanted already stays so.

    Returns how many numbers they carry. Must run inside the caller's transaction; four statements and the trail, however many.
    """
    if not devices:
        return 0
    numbers = DeviceNumber.objects.filter(device__in=devices).select_related("device").order_by("pk")
    entries = [
        WantedDevice(
            kind=number.kind,
            value=number.value,
            why=devices[number.device_id],
            device=number.device,
            source=source[:200],
            region=number.device.region,
            told_on=timezone.localdate(),
            told_by_id=actor.user_id or 0,
        )
        for number in numbers
    ]
    WantedDevice.objects.bulk_create(entries, ignore_conflicts=True)
    made = list(WantedDevice.objects.filter(public_id__in=[entry.public_id for entry in entries]).order_by("pk"))
    for why in sorted({entry.why for entry in made}):
        trail.record_many("wanted.added", [entry for entry in made if entry.why == why], actor=actor, why=why)
    return len(entries)
