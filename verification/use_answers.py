"""The rounds that a school has to answer now, and their answers put together by device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from donations.models import Device
from schools.models import School
from verification.models import Instrument, UseAnswer, UseRound

# What a device must be shown for: it is there.
SHOWN = (UseAnswer.Says.IN_USE, UseAnswer.Says.DAMAGED)
# What needs a word of explanation.
TROUBLES = (UseAnswer.Says.DAMAGED, UseAnswer.Says.LOST, UseAnswer.Says.SOLD)


@dataclass(frozen=True)
class Said:
    """Of one device: a value of UseAnswer.Says ("" not yet), a note, and the instrument's further answers by key."""

    says: str
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class DeviceRow:
    """One device with its unanswered lines, newest round first: what is said of it is said in all of them."""

    device: Device
    answers: list[UseAnswer]

    @property
    def answer(self) -> UseAnswer:
        return self.answers[0]

    @property
    def to_show(self) -> bool:
        return any(answer.to_show for answer in self.answers)

    @property
    def photo(self) -> Any:
        """The photo that was kept for it, or None."""
        return next((answer.photo for answer in self.answers if answer.to_show and hasattr(answer, "photo")), None)

    @property
    def is_shown(self) -> bool:
        """Whether a photo stands for it that is good, or that the system has yet to look at."""
        return self.photo is not None and not self.photo.refused_code


def due_rounds(school: School) -> QuerySet[UseRound]:
    return UseRound.objects.due().filter(school=school)


def devices_of(rounds: Iterable[UseRound]) -> QuerySet[Device]:
    """Each once, however many rounds ask for it."""
    return Device.objects.filter(pk__in=UseAnswer.objects.filter(round__in=list(rounds)).values("device_id"))


def rows_of(rounds: Iterable[UseRound], devices: Iterable[Device]) -> list[DeviceRow]:
    """In the order of `devices`; one query."""
    rows = {device.pk: DeviceRow(device, []) for device in devices}
    answers = UseAnswer.objects.filter(round__in=list(rounds), device__in=rows).select_related("photo")
    for answer in answers.order_by("-round_id"):
        rows[answer.device_id].answers.append(answer)
    return [row for row in rows.values() if row.answers]


def instrument_of(rounds: Iterable[UseRound]) -> Instrument | None:
    """The questions with which the newest of `rounds` was asked."""
    keys = [one.instrument_id for one in rounds if one.instrument_id]
    return Instrument.objects.filter(pk=max(keys)).first() if keys else None
