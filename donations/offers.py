"""What a donor offers, before it becomes a promise."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Offer:
    """A number of equal devices for one class of need."""

    need_class: str
    device_type: str
    condition: str
    quantity: int
    specification: str = ""
