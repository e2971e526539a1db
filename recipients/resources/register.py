"""What a school sends in: the columns of pupils and of teachers, declared once for the template, the API and the reader's test.

    [column.name for column in StudentResource.columns()]        # the headers of the template, the keys of a row in JSON

A row of the register is never imported by itself: `recipients.importing` puts the set-based engine beneath these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from django.utils.translation import gettext_lazy as _
from import_export import resources

from recipients.models import Consent, DeviceAccess, Employment, IncomeBand, Internet, RecipientKind
from recipients.resources.columns import Column
from recipients.resources.own_list import FORMATS

_YES = (("", _("Ya")), ("", _("Tidak")))
_SEX = (("", "L"), ("", "P"))
_GUARDIANS = [
    (value, label)
    for value, label in Consent.Relation.choices
    if value not in (Consent.Relation.SELF, Consent.Relation.PARENT)
]


def _name() -> Column:
    return Column("Nama", _("Nama lengkap sesuai kartu keluarga."), "Siti Rekaan", is_needed=True, width=30)


def _nik(example: str) -> Column:
    text = _("16 angka di kartu keluarga, bukan nomor kartu keluarganya.")
    return Column("NIK", text, example, is_needed=True, form="text", width=20)


def _sex() -> Column:
    return Column("JK", _("L untuk laki-laki, P untuk perempuan."), "P", is_needed=True, choices=_SEX, width=6)


def _birth(example: str) -> Column:
    text = _("Tahun-bulan-tanggal, seperti 2014-02-03.")
    return Column("Tanggal Lahir", text, example, is_needed=True, form="date")


def _phone() -> Column:
    return Column("HP", _("Milik orangnya atau walinya. Boleh kosong."), "081200000000", form="text")


def _card() -> Column:
    text = _("16 angka. Dipakai hanya untuk mengenali kakak beradik; yang disimpan sidik jarinya saja.")
    return Column("No KK", text, "3173060101190001", form="text", width=20)


def _mother(name: str) -> Column:
    text = _("Membedakan orang yang namanya sama; yang disimpan sidik jarinya saja. Boleh kosong.")
    return Column(name, text, "Ibu Rekaan", width=24)


def _place(name: str, text: Any) -> Column:
    return Column(name, text, "Kalideres")


def _yes(name: str, text: Any) -> Column:
    return Column(name, text, "Ya", choices=_YES)


class RegisterResource(resources.Resource):  # type: ignore[misc]
    """People of one `kind` as a school writes them down. `title` tells our reader what the list is, as in a Dapodik file."""

    kind: ClassVar[str]
    title: ClassVar[str]
    formats: ClassVar[tuple[type, ...]] = tuple(FORMATS.values())

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """In the order of the template."""
        return tuple(cls.fields.values())

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The headers of the template, which are the keys of a row that another system sends."""
        return tuple(column.name for column in cls.columns())

    def import_row(self, *args: object, **kwargs: object) -> NoReturn:
        """Never: one person at a time costs a hundred times as much, and knows nothing of the others in the list."""
        raise TypeError("the register takes lists as a whole: recipients.importing")

    save_instance = import_row


class StudentResource(RegisterResource):
    kind = RecipientKind.STUDENT
    title = "Daftar Peserta Didik"

    full_name = _name()
    nisn = Column("NISN", _("10 angka. Kosongkan bila belum punya."), "0141234567", form="text")
    nik = _nik("3173064302140001")
    sex = _sex()
    birth_date = _birth("2014-02-03")
    class_group = Column("Kelas", _("Kelas atau rombel, seperti Kelas 6A."), "Kelas 6A")
    phone = _phone()
    family_card = _card()
    mother_name = _mother("Nama Ibu")
    village = _place("Kelurahan", _("Kelurahan tempat tinggal."))
    district = _place("Kecamatan", _("Kecamatan tempat tinggal."))
    device_access = Column(
        "Gawai untuk Belajar",
        _("Apakah murid ini punya HP, tablet, laptop, atau PC untuk belajar di rumah?"),
        "berbagi",
        choices=DeviceAccess.choices[1:],
        width=20,
    )
    household_devices = Column(
        "Jumlah Gawai di Rumah", _("Berapa gawai di rumah yang dipakai belajar? Isi bila berbagi."), "1"
    )
    household_learners = Column(
        "Jumlah Pelajar di Rumah", _("Berapa anak di rumah yang masih sekolah? Isi bila berbagi."), "3"
    )
    internet = Column(
        "Internet di Rumah", _("Internet untuk belajar di rumah."), "kuota HP", choices=Internet.choices[1:]
    )
    has_kip = _yes("Penerima KIP", _("Pemegang Kartu Indonesia Pintar."))
    has_kjp = _yes("Penerima KJP Plus", _("Penerima Kartu Jakarta Pintar Plus."))
    has_kps = _yes("Penerima KPS", _("Keluarganya penerima KPS atau PKH."))
    income_band = Column(
        "Penghasilan Orang Tua",
        _("Penghasilan orang tua atau wali per bulan: ambil yang lebih tinggi."),
        "kurang dari Rp500.000",
        choices=IncomeBand.choices[1:],
        width=26,
    )
    is_orphan = _yes("Yatim, Piatu, atau Panti", _("Yatim, piatu, atau tinggal di panti."))
    has_disability = _yes("Penyandang Disabilitas", _("Penyandang disabilitas."))
    consent_on = Column(
        "Tanggal Persetujuan Wali",
        _("Tanggal surat persetujuan orang tua atau wali. Kosongkan bila belum ada."),
        "2026-01-15",
        form="date",
    )
    consent_by = Column("Hubungan Wali", _("Siapa yang menandatanganinya."), "ibu", choices=_GUARDIANS)


class TeacherResource(RegisterResource):
    kind = RecipientKind.TEACHER
    title = "Daftar Guru"

    full_name = _name()
    nuptk = Column("NUPTK", _("16 angka. Kosongkan bila belum punya."), "1000000000000001", form="text", width=20)
    nik = _nik("3173064302900001")
    sex = _sex()
    birth_date = _birth("1990-02-03")
    nip = Column("NIP", _("18 angka, untuk PNS dan PPPK."), "", form="text", width=22)
    employment = Column(
        "Status Kepegawaian",
        _("Pilih dari daftar."),
        "honorer",
        is_needed=True,
        choices=Employment.choices[1:],
        width=20,
    )
    staff_role = Column("Jenis PTK", _("Seperti Guru Kelas atau Guru Mapel."), "Guru Kelas", is_needed=True)
    appointed_on = Column("TMT Pengangkatan", _("Mulai mengajar, untuk masa kerja."), "2015-07-01", form="date")
    phone = _phone()
    family_card = _card()
    mother_name = _mother("Nama Ibu Kandung")
    village = _place("Kelurahan", _("Kelurahan tempat tinggal."))
    district = _place("Kecamatan", _("Kecamatan tempat tinggal."))
    device_access = Column(
        "Laptop atau PC",
        _("Apakah guru ini punya laptop atau PC sendiri untuk mengajar?"),
        "tidak punya",
        choices=DeviceAccess.choices[1:],
    )
    income_band = Column(
        "Penghasilan per Bulan",
        _("Penghasilan guru ini per bulan."),
        "Rp1.000.000–1.999.999",
        choices=IncomeBand.choices[1:],
        width=26,
    )
    consent_on = Column(
        "Tanggal Persetujuan",
        _("Tanggal guru ini menyetujui datanya dipakai. Kosongkan bila belum."),
        "2026-01-15",
        form="date",
    )


RESOURCES: Mapping[str, type[RegisterResource]] = {one.kind: one for one in (StudentResource, TeacherResource)}
