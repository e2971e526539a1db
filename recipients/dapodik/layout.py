"""Which columns of which Dapodik workbook are read, under which names; all others are dropped while reading.

Source: the header rows of the exports "Daftar Peserta Didik" (66 columns, rows 5 and 6), "Daftar Guru" and "Daftar
Tenaga Kependidikan" (51 columns, row 5). The first name is the official one, the others stand in older or hand-edited
files. The files are told apart by what stands above the header, else by the columns that only one of them has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ksbb.imports.reading import Sheet, SheetRefused, header_key
from recipients.dapodik.facts import Kind

Names = tuple[str, ...]

_EVERYONE: dict[str, Names] = {
    "name": ("Nama", "Nama Lengkap", "Nama Peserta Didik", "Nama Siswa", "Nama PTK"),
    "sex": ("JK", "L/P", "Jenis Kelamin"),
    "birth_place": ("Tempat Lahir",),
    "birth_date": ("Tanggal Lahir", "Tgl Lahir", "Tgl. Lahir"),
    "nik": ("NIK", "No. NIK", "Nomor NIK"),
    "rt": ("RT",),
    "rw": ("RW",),
    "village": ("Kelurahan", "Desa/Kelurahan", "Keluarahan"),
    "district": ("Kecamatan",),
    "mobile": ("HP", "No HP", "No. HP", "Nomor HP"),
    "phone": ("Telepon",),
    # Only to tell it from the NIK, with which it is often swapped; never part of a result.
    "family_card": ("No KK", "No. KK", "Nomor KK"),
}
_STUDENT: dict[str, Names] = _EVERYONE | {
    "nisn": ("NISN",),
    "residence": ("Jenis Tinggal",),
    "kps": ("Penerima KPS",),
    "kip": ("Penerima KIP",),
    "father_income": ("Data Ayah › Penghasilan", "Penghasilan Ayah"),
    "mother_income": ("Data Ibu › Penghasilan", "Penghasilan Ibu"),
    "guardian_income": ("Data Wali › Penghasilan", "Penghasilan Wali"),
    "class_group": ("Rombel Saat Ini", "Rombel", "Kelas"),
    "pip": ("Layak PIP (usulan dari sekolah)", "Layak PIP"),
    "pip_reason": ("Alasan Layak PIP",),
    "special_needs": ("Kebutuhan Khusus",),
}
_TEACHER: dict[str, Names] = _EVERYONE | {
    "nuptk": ("NUPTK",),
    "nip": ("NIP",),
    "employment": ("Status Kepegawaian",),
    "ptk_type": ("Jenis PTK",),
    "service_start": ("TMT Pengangkatan",),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of workbook: the field names of this program, and the header names that carry them."""

    kind: Kind
    fields: Mapping[str, Names]
    required: Names


STUDENTS = Layout(Kind.STUDENT, _STUDENT, ("name", "sex", "birth_date", "nik", "nisn"))
TEACHERS = Layout(Kind.TEACHER, _TEACHER, ("name", "sex", "birth_date", "nik", "employment", "ptk_type"))
STAFF = Layout(Kind.STAFF, _TEACHER, TEACHERS.required)

_BY_TITLE = {
    "daftar peserta didik": STUDENTS,
    "daftar guru": TEACHERS,
    "daftar tenaga kependidikan": STAFF,
}
_LEFT = "daftar peserta didik keluar"


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(header_key, names))


READ_COLUMNS: frozenset[str] = _keys(
    name for layout in (STUDENTS, TEACHERS) for names in layout.fields.values() for name in names
)
_ONLY_STUDENTS = _keys(["NISN", "NIPD", "Rombel Saat Ini"])
_ONLY_TEACHERS = _keys(["NUPTK", "Jenis PTK", "Status Kepegawaian"])


@dataclass(frozen=True, slots=True)
class Columns:
    """A layout found in one file: the key and the header text of each field that is there."""

    keys: Mapping[str, str]
    labels: Mapping[str, str]
    missing: Names


def recognise(sheet: Sheet) -> Layout:
    """The layout by the title above the header, else by the columns. Raises SheetRefused for a file of another kind."""
    titles = [header_key(cell) for row in sheet.title for cell in row]
    keys = {column.key for column in sheet.columns}
    if any(title.startswith(_LEFT) for title in titles) or "keluar karena" in keys:
        raise SheetRefused(
            "students_left",
            _(
                "Ini daftar peserta didik yang sudah keluar. Unggah “Daftar Peserta Didik” yang masih aktif; siswa "
                "yang keluar ditarik dari daftar penerima di halaman sekolah."
            ),
        )
    for title in titles:
        if title in _BY_TITLE:
            return _BY_TITLE[title]
    students, teachers = len(keys & _ONLY_STUDENTS), len(keys & _ONLY_TEACHERS)
    if students != teachers:
        return STUDENTS if students > teachers else TEACHERS
    raise SheetRefused(
        "unknown_file",
        _(
            "Berkas ini bukan daftar peserta didik, guru, atau tenaga kependidikan dari Dapodik. Di Dapodik, buka "
            "daftarnya, pilih Unduh, lalu unggah berkas itu tanpa diubah."
        ),
    )


def find_columns(sheet: Sheet, layout: Layout) -> Columns:
    """Where each field stands. Raises SheetRefused when a required one is missing or stands twice."""
    present = {column.key: column.name for column in reversed(sheet.columns)}
    keys, labels, missing = {}, {}, []
    for field, names in layout.fields.items():
        key = next((key for name in names if (key := header_key(name)) in present), None)
        labels[field] = present[key] if key else names[0]
        if key:
            keys[field] = key
        else:
            missing.append(names[0])
    needed = [layout.fields[field][0] for field in layout.required]
    if lacking := [name for name in needed if name in missing]:
        raise SheetRefused(
            "missing_columns",
            _(
                "Kolom berikut tidak ada di dalam berkas: %(columns)s. Unduh lagi dari Dapodik tanpa menghapus kolom, "
                "lalu unggah berkas yang baru."
            )
            % {"columns": ", ".join(lacking)},
        )
    if twice := [name for name in sheet.repeated if header_key(name) in keys.values()]:
        raise SheetRefused(
            "repeated_columns",
            _(
                "Kolom berikut ada lebih dari satu kali: %(columns)s, sehingga tidak jelas mana yang benar. Unggah "
                "berkas unduhan Dapodik dengan kedua baris judulnya tanpa diubah."
            )
            % {"columns": ", ".join(twice)},
        )
    return Columns(keys, labels, tuple(missing))
