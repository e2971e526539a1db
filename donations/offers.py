"""What a donor offers, before it becomes a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from donations.models.details import GiftDetails
from donations.models.device import DeviceType
from recipients.models import NeedClass

# A pupil takes tablet, phone or laptop; a teacher laptop or PC (design, section 4). The database holds the same rule.
FITS: dict[str, tuple[str, ...]] = {
    NeedClass.STUDENT_DEVICE: (DeviceType.TABLET, DeviceType.PHONE, DeviceType.LAPTOP),
    NeedClass.TEACHER_COMPUTER: (DeviceType.LAPTOP, DeviceType.PC),
}


def classes_for(device_type: str) -> tuple[str, ...]:
    """The need classes that a device of this type can serve."""
    return tuple(need_class for need_class, types in FITS.items() if device_type in types)


# No learning device that is given is older.
OLDEST = 2005
# What one kind of device is, apart from how many: the same words in a basket, a wish and a line of a pledge.
DETAILS = (
    "device_type", "condition", "brand", "model", "specification", "year", "accessories", "unit_value", "value_basis", "photo",
)  # fmt: skip


def details_of(gift: GiftDetails) -> dict[str, Any]:
    """The details of `gift`, to be written into another table."""
    return {name: getattr(gift, name) for name in DETAILS}


def fits(need_class: str, device_type: str) -> bool:
    """Whether a device of this type serves a need of this class; "" as the class means any."""
    return bool(classes_for(device_type)) if not need_class else device_type in FITS.get(need_class, ())


@dataclass(frozen=True)
class Offer:
    """A number of equal devices for one class of need."""

    need_class: str
    device_type: str
    condition: str
    quantity: int
    specification: str = ""
