"""Numbers of devices, and which of them are on the list of lost and stolen ones. Reading only."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Device, DeviceNumber, WantedDevice
from ksbb.common.refusals import Refused

Kind = DeviceNumber.Kind
# (kind, value) as `DeviceNumber` and `WantedDevice` keep it.
Number = tuple[str, str]


class Step(models.TextChoices):
    """What somebody was about to do when a number of the list turned up."""

    RECORD = "record", gettext_lazy("pencatatan gawai")
    STOCK = "stock", gettext_lazy("stok pemberi")
    FILE = "file", gettext_lazy("berkas gawai")
    INSPECT = "inspect", gettext_lazy("pemeriksaan")
    PROMISE = "promise", gettext_lazy("janji dari stok")
    SCHEDULE = "schedule", gettext_lazy("penjadwalan")
    HAND_OVER = "hand_over", gettext_lazy("serah terima")
    LEND = "lend", gettext_lazy("peminjaman")


class DeviceWanted(Refused):
    """A number belongs to a device that is reported as lost or stolen; `entries` say which."""

    def __init__(self, entries: Iterable[WantedDevice]) -> None:
        super().__init__(wanted_words())
        self.entries = list(entries)


def wanted_words() -> str:
    """What whoever holds the device reads: what to do with it and whom to tell."""
    return _(
        "Nomor gawai ini ada di daftar gawai yang dilaporkan hilang atau dicuri, jadi tidak dapat dipakai di sini. Jangan "
        "serahkan dan jangan kembalikan gawainya kepada siapa pun; simpan, lalu beri tahu koordinator Dinas Pendidikan atau "
        "lapor lewat halaman Pengaduan."
    )


def serial_value(brand: str, serial_number: str) -> str:
    """A serial number as the registry keeps it: it is only told apart within its brand."""
    return f"{brand.upper()}|{serial_number.upper()}"


def numbers_of(*, brand: str = "", imei: str = "", imei2: str = "", serial_number: str = "") -> list[Number]:
    """Every number that a device with this identity carries."""
    found: list[Number] = [(Kind.IMEI.value, one) for one in (imei, imei2) if one]
    return found + ([(Kind.SERIAL.value, serial_value(brand, serial_number))] if serial_number else [])


def numbers_named(numbers: Iterable[Number]) -> Q:
    """Rows with `kind` and `value` that name one of `numbers`; nothing without numbers."""
    by_kind: dict[str, set[str]] = {}
    for kind, value in numbers:
        by_kind.setdefault(kind, set()).add(value)
    return reduce(or_, (Q(kind=kind, value__in=values) for kind, values in by_kind.items()), Q(pk__in=[]))


def wanted_among(numbers: Iterable[Number]) -> list[WantedDevice]:
    """The entries in force that name one of `numbers`; one query, none without numbers."""
    return list(WantedDevice.objects.filter(numbers_named(numbers), lifted_at=None).order_by("pk"))


def refuse_wanted(numbers: Iterable[Number]) -> None:
    """Raise DeviceWanted when one of `numbers` is on the list."""
    if entries := wanted_among(numbers):
        raise DeviceWanted(entries)


def refuse_wanted_devices(devices: Iterable[Device]) -> None:
    """The same for recorded devices, a list or a queryset: one query, however many."""
    if entries := wanted_of(devices):
        raise DeviceWanted(entries)


def wanted_of(devices: Iterable[Device]) -> list[WantedDevice]:
    """The entries in force that name a number of one of `devices`."""
    carried = DeviceNumber.objects.filter(device__in=devices, kind=OuterRef("kind"), value=OuterRef("value"))
    return list(WantedDevice.objects.filter(Exists(carried), lifted_at=None).order_by("pk"))


def is_wanted() -> Exists:
    """Of rows of devices: whether a number of theirs is on the list."""
    listed = WantedDevice.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"), lifted_at=None)
    return Exists(DeviceNumber.objects.filter(Exists(listed), device=OuterRef("pk")))
