"""Which device a scanned or typed number means, and what a stock-take has and has not seen. Reading only."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from donations.imei import imei_digits
from donations.known_devices import serial_of
from donations.labels import clean_label
from donations.models import Device, DeviceNumber, StockTake, StockTakeLine
from donations.school_devices import countable, own_devices


def device_named(typed: str, take: StockTake) -> int | None:
    """The key of the device with this label, IMEI or serial number; a serial number is only looked for in the school."""
    digits = imei_digits(typed)
    named = Q(numbers__kind=DeviceNumber.Kind.IMEI, numbers__value=digits)
    if label := clean_label(typed):
        named |= Q(label_code=label)
    anywhere: int | None = Device.objects.filter(named).values_list("pk", flat=True).order_by("pk").first()
    if anywhere is not None:
        return anywhere
    serials = own_devices(take.school).filter(serial_number__iexact=serial_of(typed))
    return serials.values_list("pk", flat=True).order_by("pk").first()


def unseen(take: StockTake) -> QuerySet[Device]:
    """What should be there and was not seen; of an ended one what came after it is left out."""
    lines = StockTakeLine.objects.filter(stock_take=take, device=OuterRef("pk"))
    missing = countable(take.school).filter(~Exists(lines))
    return missing if take.ended_at is None else missing.filter(handed_over_at__lt=take.ended_at)


def seen(take: StockTake) -> QuerySet[StockTakeLine]:
    """What was seen, the newest first."""
    return take.lines.select_related("device").order_by("-id")
