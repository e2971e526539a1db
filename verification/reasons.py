"""Why a report comes back, as listed codes: each says what the school must do, and at which thing of its form. No database.

A verdict keeps them as `{"code": …}`, with the public id of the photo or the device that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class About(StrEnum):
    """What of the report a reason is about."""

    REPORT = "report"
    PHOTO = "photo"
    DEVICE = "device"


@dataclass(frozen=True)
class Reason:
    """`label` is what the validator ticks, `todo` what the school reads; `field` is where on its form, for those of the report."""

    code: str
    about: About
    label: str | Promise
    todo: str | Promise
    field: str = ""


@dataclass(frozen=True)
class Mark:
    """One reason of one verdict; `thing` is the public id of the photo or the device, empty for the report itself."""

    code: str
    thing: str = ""

    @property
    def reason(self) -> Reason:
        return REASONS[self.code]

    @property
    def todo(self) -> str:
        return str(self.reason.todo)

    def kept(self) -> dict[str, str]:
        """As a verdict keeps it."""
        return {"code": self.code, self.reason.about.value: self.thing} if self.thing else {"code": self.code}


_ALL = (
    Reason(
        "paper_missing",
        About.REPORT,
        _("BAST bertanda tangan belum difoto"),
        _("Tambahkan foto halaman BAST yang memuat tanda tangan kedua pihak dan stempel."),
        "photos",
    ),
    Reason(
        "devices_unseen",
        About.REPORT,
        _("Tidak semua gawai tampak"),
        _("Tambahkan foto yang memperlihatkan semua gawai yang diterima, kardusnya dibuka."),
        "photos",
    ),
    Reason(
        "date_wrong",
        About.REPORT,
        _("Tanggal diterima tidak cocok"),
        _("Periksa tanggal diterima: tidak cocok dengan BAST atau fotonya."),
        "received_on",
    ),
    Reason(
        "count_wrong",
        About.REPORT,
        _("Jumlah gawai tidak cocok"),
        _("Hitung lagi gawai yang diterima. Hapus centang gawai yang tidak sampai dan pilih alasannya."),
        "devices",
    ),
    Reason(
        "explain",
        About.REPORT,
        _("Perlu penjelasan"),
        _("Jelaskan di catatan apa yang terjadi saat serah terima."),
        "note",
    ),
    Reason(
        "photo_blurred",
        About.PHOTO,
        _("Buram atau terlalu gelap"),
        _("Foto ini buram atau gelap. Lepas, lalu foto ulang di tempat terang sampai tulisannya terbaca."),
    ),
    Reason(
        "photo_unread",
        About.PHOTO,
        _("Nomor atau tanda tangan tidak terbaca"),
        _("Nomor BAST atau tanda tangan di foto ini tidak terbaca. Foto ulang lebih dekat."),
    ),
    Reason(
        "photo_other",
        About.PHOTO,
        _("Bukan dari serah terima ini"),
        _("Foto ini bukan dari serah terima ini. Lepas, lalu kirim foto dari hari serah terimanya."),
    ),
    Reason(
        "photo_used",
        About.PHOTO,
        _("Sudah dipakai di laporan lain"),
        _("Foto ini sudah dipakai di laporan lain. Lepas, lalu kirim foto yang baru."),
    ),
    Reason(
        "photo_child",
        About.PHOTO,
        _("Wajah anak tampak jelas"),
        _("Wajah anak tampak jelas di foto ini. Ganti dengan foto tanpa wajah."),
    ),
    Reason(
        "device_number",
        About.DEVICE,
        _("Nomor berbeda dari foto"),
        _(
            "Nomor gawai ini tidak sama dengan yang tampak di foto. Foto nomornya (tekan *#06#, atau label di belakang)."
        ),
    ),
    Reason(
        "device_unseen",
        About.DEVICE,
        _("Tidak tampak di foto"),
        _("Gawai ini tidak tampak di satu foto pun. Tambahkan fotonya, atau hapus centangnya bila tidak sampai."),
    ),
    Reason(
        "device_other",
        About.DEVICE,
        _("Merek atau tipe berbeda"),
        _("Merek atau tipe gawai di foto berbeda dari BAST. Jelaskan di catatan dan foto gawainya."),
    ),
)
REASONS: dict[str, Reason] = {reason.code: reason for reason in _ALL}


def about(what: About) -> list[Reason]:
    """The reasons that one can give about a report, a photo or a device, in the order of the list."""
    return [reason for reason in _ALL if reason.about == what]


def marks_of(kept: Iterable[Mapping[str, str]]) -> list[Mark]:
    """From a verdict's column; codes that are known no longer are left out."""
    return [Mark(one["code"], one.get(REASONS[one["code"]].about.value, "")) for one in kept if one["code"] in REASONS]


def are_foreign(marks: Iterable[Mark], *, photos: Iterable[str], devices: Iterable[str]) -> bool:
    """Whether a mark names no listed reason, or a thing that the report does not hold."""
    known = {About.PHOTO: set(photos), About.DEVICE: set(devices), About.REPORT: {""}}
    return any(mark.code not in REASONS or mark.thing not in known[mark.reason.about] for mark in marks)
