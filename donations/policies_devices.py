"""Why a device of a stock cannot be changed, inspected or promised, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.imei import is_imei
from donations.models import Condition, Device, DeviceType, HandoverCertificate, Intake
from donations.readiness import missing_points
from donations.states import AllocationState, DeviceState, HandoverState
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role

WAITING = (DeviceState.PROMISED, DeviceState.INSPECTED)
Place, Outcome = Intake.Place, Intake.Outcome


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What an inspection found. `points` as `donations.readiness` names them; percentages from 0 to 100."""

    place: str
    outcome: str
    points: Mapping[str, bool]
    grade: str = ""
    battery_percent: int | None = None
    system_version: str = ""
    wiped_by: str = ""
    wipe_method: str = ""
    wiped_on: date | None = None
    imei_checked_by: str = ""
    imei_checked_on: date | None = None
    note: str = ""


def places_for(actor: Actor) -> list[str]:
    """Where somebody in this role can have looked at a device."""
    own = {Role.DONOR: Place.DONOR, Role.AGGREGATOR: Place.AGGREGATOR}.get(actor.role, Place.SCHOOL)
    return list(Place) if actor.is_system else [own, Place.DROP_POINT]


def why_not_keep(device: Device) -> str | None:
    """Of a device of the own stock: whether its data can be changed, or it can be taken out."""
    if device.allocation_id is not None:
        return _("Gawai ini sudah dipasangkan dengan komitmen. Kembalikan dulu ke stok, lalu ubah datanya.")
    if device.state not in WAITING:
        return _("Gawai ini sudah diserahkan atau sudah dikeluarkan dari stok.")
    return None


def why_not_second(imei: str, imei2: str) -> str | None:
    """Of the second IMEI of a device with two cards; both are already cleaned."""
    if not imei2:
        return None
    if not is_imei(imei2):
        return _("IMEI kedua harus 15 angka dan angka terakhirnya cocok. Periksa lagi dengan menekan *#06#.")
    if not imei:
        return _("Isi IMEI pertama lebih dulu, lalu IMEI kedua.")
    if imei == imei2:
        return _("IMEI kedua sama dengan yang pertama. Bila gawainya hanya punya satu, kosongkan.")
    return None


def why_not_want(imei: str, brand: str, serial_number: str, source: str) -> str | None:
    """Of a number that somebody told of, already cleaned."""
    if imei and not is_imei(imei):
        return _("IMEI harus 15 angka dan angka terakhirnya cocok.")
    if serial_number and not brand:
        return _("Isi mereknya: nomor seri hanya dapat dibedakan di dalam satu merek.")
    if not imei and not serial_number:
        return _("Isi IMEI, atau merek dan nomor seri.")
    if not source.strip():
        return _("Tulis dari mana kabarnya, misalnya nomor surat laporan polisi.")
    return None


def giver_of_device(device: Device) -> int | None:
    """The organisation that keeps it in stock, or that promised it; its unit's pledge and donor are at hand."""
    if device.stock_of_id is not None or device.allocation is None:
        return device.stock_of_id
    return device.allocation.line.pledge.donor.organisation_id


def is_lost_at_giver(device: Device) -> bool:
    """Lost before a school had it: at the door, or according to a report that was verified."""
    unit = device.allocation
    return device.state == DeviceState.LOST and (unit is None or unit.state == AllocationState.REFUTED)


def why_not_find(device: Device, reason: str) -> str | None:
    if device.state != DeviceState.LOST:
        return _("Gawai ini tidak tercatat hilang.")
    if not is_lost_at_giver(device):
        return _("Gawai ini hilang sesudah diterima sekolah. Sekolah melaporkan temuannya kepada Suku Dinas.")
    if len(reason.strip()) < 5:
        return _("Tulis di mana dan bagaimana gawainya ditemukan.")
    return None


def why_not_exchange(device: Device | None, imei: str, serial_number: str, imei2: str = "") -> str | None:
    """Typing another number over a device of a stock would make one out of two; a second IMEI may be added."""
    if device is None or device.stock_of_id is None:
        return None
    same = (device.imei or "", device.serial_number or "") == (imei, serial_number)
    if not same or (device.imei2 and device.imei2 != imei2):
        return _(
            "Gawai ini berasal dari stok donatur. Untuk menggantinya dengan unit lain, kembalikan dulu gawai ini ke stok; "
            "nomor yang salah ketik diperbaiki di halaman stok."
        )
    return None


def why_not_inspect(device: Device) -> str | None:
    if device.condition != Condition.USED:
        return _("Hanya gawai bekas yang diperiksa. Gawai baru cukup dicatat datanya.")
    if device.state not in WAITING:
        return _("Gawai ini sudah diserahkan atau tidak dipakai lagi, jadi tidak diperiksa lagi di sini.")
    papers = HandoverCertificate.objects.filter(voided_at__isnull=True, handover__state=HandoverState.PLANNED)
    if device.allocation_id and papers.filter(handover__allocations=device.allocation_id).exists():
        return _("BAST sudah diterbitkan. Batalkan BAST dengan alasan sebelum memeriksa gawainya lagi.")
    return None


def why_not_conclude(device: Device, found: Findings, *, has_photo: bool) -> str | None:
    """Whether these findings bear the outcome. Only READY asks for everything; a fault is written down as it is."""
    if found.outcome != Outcome.READY:
        return (
            None if found.note else _("Tulis di catatan apa yang perlu diperbaiki atau mengapa gawainya didaur ulang.")
        )
    mobile = bool(device.imei)
    missing = missing_points(dict(found.points), mobile=mobile)
    if missing:
        return _("Gawai bekas harus lulus semua pemeriksaan wajib. Belum dicentang: %(points)s.") % {
            "points": "; ".join(missing)
        }
    return _why_not_told(device, found, mobile=mobile) or (
        None if has_photo else _("Sertakan foto layar “Tentang ponsel” atau “Tentang perangkat”.")
    )


def _why_not_told(device: Device, found: Findings, *, mobile: bool) -> str | None:
    today = timezone.localdate()
    if not found.grade:
        return _("Pilih mutu gawainya: A, B, atau C.")
    if not (found.wiped_by and found.wipe_method and found.wiped_on):
        return _("Isi siapa yang menghapus data pemilik lama, dengan cara apa, dan tanggalnya.")
    if mobile and not (found.imei_checked_by and found.imei_checked_on):
        return _("Isi siapa yang mengecek IMEI di imei.kemenperin.go.id dan tanggalnya.")
    if max(filter(None, (found.wiped_on, found.imei_checked_on))) > today:
        return _("Tanggal pemeriksaan tidak dapat di masa depan.")
    if not found.system_version:
        return _("Isi versi sistem operasinya, seperti tertulis di layar “Tentang”.")
    if found.battery_percent is None and device.device_type != DeviceType.PC:
        return _("Isi kesehatan baterainya dalam persen.")
    return None
