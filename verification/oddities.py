"""What does not fit together in a report, judged without the database. Each is a hint for the validator, never a verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A phone's position indoors can be off by hundreds of metres; a school's point in the register, too.
FAR_METRES = 2_000
EARTH_METRES = 6_371_000


@dataclass(frozen=True)
class Oddity:
    """`code` for programs, `text` for the person who judges."""

    code: str
    text: str


def of_count(received: int, handed_over: int) -> list[Oddity]:
    """Fewer or more devices than the papers name."""
    if received == handed_over:
        return []
    text = _("Dilaporkan %(received)s gawai, padahal menurut BAST %(handed_over)s.")
    return [Oddity("count", text % {"received": received, "handed_over": handed_over})]


def of_dates(received_on: date, *, scheduled_on: date, done_on: date | None) -> list[Oddity]:
    """Received before the appointment and before the handover was recorded, or long after it."""
    first = min(scheduled_on, done_on) if done_on else scheduled_on
    if received_on < first:
        return [Oddity("too_early", _("Tanggal diterima lebih awal daripada serah terimanya."))]
    if done_on and received_on > done_on + timedelta(days=1):
        return [Oddity("too_late", _("Tanggal diterima lebih akhir daripada saat serah terima dicatat."))]
    return []


def of_photo(
    *, taken_at: datetime | None, received_on: date, submitted_at: datetime, metres: float | None, used_elsewhere: int
) -> list[Oddity]:
    """`metres`: how far from the school the photo was taken; `used_elsewhere`: other reports with the very same picture."""
    found = []
    if used_elsewhere:
        text = ngettext(
            "Foto yang sama persis dipakai di %(count)s laporan lain.",
            "Foto yang sama persis dipakai di %(count)s laporan lain.",
            used_elsewhere,
        )
        found.append(Oddity("reused", text % {"count": used_elsewhere}))
    found += _far(metres)
    if taken_at and timezone.localdate(taken_at) < received_on - timedelta(days=1):
        found.append(Oddity("photo_early", _("Diambil sebelum gawai diterima.")))
    if taken_at and taken_at > submitted_at + timedelta(hours=1):
        found.append(Oddity("photo_late", _("Jam kamera menunjukkan waktu setelah laporan dikirim.")))
    return found


def of_use_photo(*, taken_at: datetime | None, asks_on: date, metres: float | None) -> list[Oddity]:
    """A device that was to be shown is shown as it is now, at its school: not in a photo of an earlier day."""
    found = _far(metres)
    if taken_at and timezone.localdate(taken_at) < asks_on - timedelta(days=1):
        found.append(Oddity("photo_early", _("Diambil sebelum gawainya diminta ditunjukkan.")))
    return found


def _far(metres: float | None) -> list[Oddity]:
    if metres is None or metres <= FAR_METRES:
        return []
    text = _("Diambil kira-kira %(km)s km dari sekolah.")
    return [Oddity("far", text % {"km": round(metres / 1000)})]


def metres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Along the surface of the earth (haversine); points are (latitude, longitude) in degrees."""
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in (*here, *there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(half))
