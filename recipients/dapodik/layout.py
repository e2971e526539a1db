"""Which columns of which workbook are read, under which names; all others are dropped while reading.

Source: the header rows of the Dapodik exports "Daftar Peserta Didik" (66 columns, rows 5 and 6; "… Keluar" has two more),
"Daftar Guru" and "Daftar Tenaga Kependidikan" (51 columns, row 5), and our own templates (`recipients/template.py`). The
first name is the official one, the others stand in older or hand-edited files. The files are told apart by what stands
above the header, else by the columns that only one of them has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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
    # To tell it from the NIK, with which it is often swapped, and to join children of one household; only ever hashed.
    "family_card": ("No KK", "No. KK", "Nomor KK", "Nomor Kartu Keluarga"),
}
_STUDENT: dict[str, Names] = _EVERYONE | {
    "nisn": ("NISN",),
    "residence": ("Jenis Tinggal",),
    "kps": ("Penerima KPS", "Penerima KPS/PKH"),
    "kip": ("Penerima KIP",),
    "father_income": ("Data Ayah › Penghasilan", "Penghasilan Ayah"),
    "mother_income": ("Data Ibu › Penghasilan", "Penghasilan Ibu"),
    "guardian_income": ("Data Wali › Penghasilan", "Penghasilan Wali", "Penghasilan Orang Tua", "Penghasilan"),
    "class_group": ("Rombel Saat Ini", "Rombel", "Kelas"),
    "pip": ("Layak PIP (usulan dari sekolah)", "Layak PIP"),
    "pip_reason": ("Alasan Layak PIP",),
    "special_needs": ("Kebutuhan Khusus",),
    # Tells namesakes apart; only ever turned into a keyed hash.
    "mother_name": ("Data Ibu › Nama", "Nama Ibu", "Nama Ibu Kandung"),
}
_TEACHER: dict[str, Names] = _EVERYONE | {
    "nuptk": ("NUPTK",),
    "nip": ("NIP",),
    "employment": ("Status Kepegawaian",),
    "ptk_type": ("Jenis PTK",),
    "service_start": ("TMT Pengangkatan",),
    "mother_name": ("Nama Ibu Kandung", "Nama Ibu"),
}
_LEFT: dict[str, Names] = {
    "left_because": ("Keluar Karena", "Alasan Keluar"),
    "left_on": ("Tanggal keluar", "Tgl Keluar", "Tanggal Mutasi"),
}
# What Dapodik does not know and our own templates ask for; such a column may be in a Dapodik file that a school extended.
_OURS: dict[str, Names] = {
    "device_access": ("Gawai untuk Belajar", "Gawai", "Laptop atau PC"),
    "household_devices": ("Jumlah Gawai di Rumah",),
    "household_learners": ("Jumlah Pelajar di Rumah",),
    "internet": ("Internet di Rumah", "Internet"),
    "kjp": ("Penerima KJP Plus", "Penerima KJP", "KJP Plus"),
    "orphan": ("Yatim, Piatu, atau Panti", "Yatim Piatu"),
    "disability": ("Penyandang Disabilitas", "Disabilitas"),
    "consent_on": ("Tanggal Persetujuan Wali", "Tanggal Persetujuan"),
    "consent_relation": ("Hubungan Wali", "Hubungan"),
    "own_income": ("Penghasilan per Bulan",),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of workbook: the field names of this program, and the header names that carry them.

    `official` are the fields whose absence is told. `is_ours`: our own template, where an empty cell says nothing. `is_left`:
    the people in it are no longer at the school.
    """

    kind: Kind
    fields: Mapping[str, Names]
    required: Names
    official: frozenset[str]
    is_ours: bool = False
    is_left: bool = False


_STUDENT_NEEDS = ("name", "sex", "birth_date", "nik", "nisn")
_TEACHER_NEEDS = ("name", "sex", "birth_date", "nik", "employment", "ptk_type")

STUDENTS = Layout(Kind.STUDENT, _STUDENT | _OURS, _STUDENT_NEEDS, frozenset(_STUDENT))
STUDENTS_LEFT = Layout(Kind.STUDENT, _STUDENT | _LEFT, _STUDENT_NEEDS, frozenset(_STUDENT | _LEFT), is_left=True)
TEACHERS = Layout(Kind.TEACHER, _TEACHER | _OURS, _TEACHER_NEEDS, frozenset(_TEACHER))
STAFF = Layout(Kind.STAFF, _TEACHER, _TEACHER_NEEDS, frozenset(_TEACHER))
OUR_STUDENTS = replace(STUDENTS, official=frozenset(_OURS) - {"own_income"}, is_ours=True)
OUR_TEACHERS = replace(TEACHERS, official=frozenset({"device_access", "consent_on", "own_income"}), is_ours=True)

_BY_TITLE = {
    "daftar peserta didik keluar": STUDENTS_LEFT,
    "daftar peserta didik": STUDENTS,
    "daftar guru": TEACHERS,
    "daftar tenaga kependidikan": STAFF,
}


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(header_key, names))


READ_COLUMNS: frozenset[str] = _keys(
    name for layout in (STUDENTS, STUDENTS_LEFT, TEACHERS) for names in layout.fields.values() for name in names
)
_ONLY_STUDENTS = _keys(["NISN", "NIPD", "Rombel Saat Ini"])
_ONLY_TEACHERS = _keys(["NUPTK", "Jenis PTK", "Status Kepegawaian"])
_ONLY_LEFT = _keys(_LEFT["left_because"])
_ONLY_OURS = _keys(_OURS["device_access"])
_ONLY_DAPODIK = _keys(["NIPD", "Agama", "Kode Pos", "Rombel Saat Ini"])


@dataclass(frozen=True, slots=True)
class Columns:
    """A layout found in one file: the key of each field that is there, and the header text of every field."""

    keys: Mapping[str, str]
    labels: Mapping[str, str]
    missing: Names


def recognise(sheet: Sheet) -> Layout:
    """The layout by the title above the header, else by the columns. Raises SheetRefused for a file of another kind."""
    keys = {column.key for column in sheet.columns}
    if keys & _ONLY_LEFT:
        return STUDENTS_LEFT
    for title in (header_key(cell) for row in sheet.title for cell in row):
        if title in _BY_TITLE:
            return _BY_TITLE[title]
    is_ours = bool(keys & _ONLY_OURS) and not keys & _ONLY_DAPODIK
    students, teachers = len(keys & _ONLY_STUDENTS), len(keys & _ONLY_TEACHERS)
    if students > teachers:
        return OUR_STUDENTS if is_ours else STUDENTS
    if teachers > students:
        return OUR_TEACHERS if is_ours else TEACHERS
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
        elif field in layout.official or field in layout.required:
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
