"""By what a device is known, and what is said when somebody else has recorded it already."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils.translation import gettext as _

from donations.models import Device
from ksbb.common.refusals import Refused

_ONCE = frozenset({"device_imei_once", "device_serial_once", "devicenumber_once"})


class DeviceKnown(Refused):
    """The IMEI or serial number belongs to a device that is already recorded."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "IMEI atau nomor seri ini sudah tercatat untuk gawai lain. Periksa angkanya di kotak atau di layar *#06#."
            )
        )


def serial_of(text: str) -> str:
    """The serial number as it is kept: capital letters, single blanks."""
    return " ".join(text.upper().split())


def names_a_known_device(error: IntegrityError) -> bool:
    """Whether the database refused because the number stands for another device already."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") in _ONCE


def identity_of(device: Device) -> tuple[str, str, str, str]:
    """Two devices with the same one are the same: an inspection of the one counts for the other."""
    return (device.imei or "", device.serial_number or "", device.brand.upper(), device.model.upper())
