"""Dapodik workbooks in the exact layout, with invented people: every number is made by rule, so it belongs to nobody.

    data = pupil_workbook(40, faults={3: "nik_as_number"}, changes={0: {"HP": "021-5550001"}})

Rows are counted from 0; the first pupil stands in row 7 of the sheet, the first teacher in row 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.factories import sheets

Row = dict[str, Any]
Changes = Mapping[int, Mapping[str, Any]]

SCHOOL = "SD NEGERI CONTOH 01"
FIRST_PUPIL_ROW = 7
FIRST_TEACHER_ROW = 6

_PARENT = ("Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK")
_GROUPS = ("Data Ayah", "Data Ibu", "Data Wali")
_BEFORE_PARENTS_TEXT = (
    "No,Nama,NIPD,JK,NISN,Tempat Lahir,Tanggal Lahir,NIK,Agama,Alamat,RT,RW,Dusun,Kelurahan,Kecamatan,Kode Pos,"
    "Jenis Tinggal,Alat Transportasi,Telepon,HP,E-Mail,SKHUN,Penerima KPS,No. KPS"
)
_AFTER_PARENTS_TEXT = (
    "Rombel Saat Ini,No Peserta Ujian Nasional,No Seri Ijazah,Penerima KIP,Nomor KIP,Nama di KIP,Nomor KKS,"
    "No Registrasi Akta Lahir,Bank,Nomor Rekening Bank,Rekening Atas Nama,Layak PIP (usulan dari sekolah),"
    "Alasan Layak PIP,Kebutuhan Khusus,Sekolah Asal,Anak ke-berapa,Lintang,Bujur,No KK,Berat Badan,Tinggi Badan,"
    "Lingkar Kepala,Jml. Saudara\nKandung,Jarak Rumah\nke Sekolah (KM)"
)
PUPIL_COLUMNS = [
    *_BEFORE_PARENTS_TEXT.split(","),
    *(f"{group} › {part}" for group in _GROUPS for part in _PARENT),
    *_AFTER_PARENTS_TEXT.split(","),
]
LEFT_COLUMNS = [*PUPIL_COLUMNS, "Keluar Karena", "Tanggal keluar"]
_TEACHER_TEXT = (
    "No,Nama,NUPTK,JK,Tempat Lahir,Tanggal Lahir,NIP,Status Kepegawaian,Jenis PTK,Agama,Alamat Jalan,RT,RW,Nama Dusun,"
    "Desa/Kelurahan,Kecamatan,Kode Pos,Telepon,HP,Email,Tugas Tambahan,SK CPNS,Tanggal CPNS,SK Pengangkatan,"
    "TMT Pengangkatan,Lembaga Pengangkatan,Pangkat Golongan,Sumber Gaji,Nama Ibu Kandung,Status Perkawinan,"
    "Nama Suami/Istri,NIP Suami/Istri,Pekerjaan Suami/Istri,TMT PNS,Sudah Lisensi Kepala Sekolah,"
    "Pernah Diklat Kepengawasan,Keahlian Braille,Keahlian Bahasa Isyarat,NPWP,Nama Wajib Pajak,Kewarganegaraan,Bank,"
    "Nomor Rekening Bank,Rekening Atas Nama,NIK,No KK,Karpeg,Karis/Karsu,Lintang,Bujur,NUKS"
)
TEACHER_COLUMNS = _TEACHER_TEXT.split(",")

_BOYS = ("Arka", "Bimo", "Candra", "Damar", "Eko", "Galih", "Hanif", "Irsyad", "Jaya", "Krisna")
_GIRLS = ("Ajeng", "Bunga", "Cinta", "Dara", "Elok", "Gita", "Hana", "Intan", "Jelita", "Kirana")
_LAST = ("Contohwan", "Rekaputra", "Ujianto", "Misalia", "Peragawan", "Andaikan", "Sampelina")
_INCOMES = (
    "Tidak Berpenghasilan",
    "Kurang dari Rp. 500,000",
    "Rp. 500,000 - Rp. 999,999",
    "Rp. 1,000,000 - Rp. 1,999,999",
    "Rp. 2,000,000 - Rp. 4,999,999",
    "Rp. 5,000,000 - Rp. 20,000,000",
    "Lebih dari Rp. 20,000,000",
)
_STATUSES = ("Guru Honor Sekolah", "GTY/PTY", "PNS", "PPPK", "Honor Daerah TK.I Provinsi")
_FIRST_DISTRICT = 317301


def nik(birth_date: date, sex: str, serial: int, district: int = 317306) -> str:
    """A NIK that is right by construction."""
    day = birth_date.day + (40 if sex == "P" else 0)
    return f"{district:06d}{day:02d}{birth_date:%m%y}{serial:04d}"


def pupil(n: int, *, today: date = date(2026, 1, 20)) -> Row:
    """Pupil number n: another n is another person. Every column of the file is filled as Dapodik fills it."""
    sex = "LP"[n % 2]
    grade = n % 6 + 1
    birth_date = date(today.year - 7 - grade, 1, 1) + timedelta(days=n * 37 % 360)
    district, serial = _FIRST_DISTRICT + n // 9000 % 8, n % 9000 + 1
    first = (_BOYS if sex == "L" else _GIRLS)[n // 2 % 10]
    card = f"{district}010119{n % 9000 + 1:04d}"
    row: Row = {
        "No": n + 1,
        "Nama": f"{first} {_LAST[n % 7]}",
        "NIPD": f"24{n:04d}",
        "JK": sex,
        "NISN": f"{birth_date.year % 1000:03d}{n:07d}",
        "Tempat Lahir": "JAKARTA",
        "Tanggal Lahir": birth_date.isoformat(),
        "NIK": nik(birth_date, sex, serial, district),
        "Agama": "Islam",
        "Alamat": f"JL. CONTOH NO. {n + 1}",
        "RT": str(n % 9 + 1),
        "RW": str(n % 5 + 1),
        "Kelurahan": "Kalideres",
        "Kecamatan": "Kec. Kali Deres",
        "Kode Pos": "11840",
        "Jenis Tinggal": "Bersama orang tua",
        "Alat Transportasi": "Jalan kaki",
        "HP": f"0812{n:08d}",
        "Penerima KPS": "Ya" if n % 5 == 0 else "Tidak",
        "Rombel Saat Ini": f"Kelas {grade}A",
        "Penerima KIP": "Ya" if n % 3 == 0 else "Tidak",
        "Nomor KIP": "0",
        "Bank": "BANK REKAAN",
        "Nomor Rekening Bank": f"99{n:08d}",
        "Layak PIP (usulan dari sekolah)": "Ya" if n % 2 else "Tidak",
        "Alasan Layak PIP": "Siswa Miskin/Rentan Miskin" if n % 2 else "",
        "Kebutuhan Khusus": "Tidak ada",
        "Anak ke-berapa": "1",
        "Lintang": "0",
        "Bujur": "0",
        "No KK": card,
        "Berat Badan": "30",
        "Tinggi Badan": "130",
        "Lingkar Kepala": "50",
        "Jml. Saudara\nKandung": "1",
        "Jarak Rumah\nke Sekolah (KM)": "1",
    }
    for place, group in enumerate(_GROUPS[:2]):
        parent = (f"{('Ayah', 'Ibu')[place]} {_LAST[n % 7]}", "1985", "SMA / sederajat", "Buruh")
        parent_nik = nik(date(1985, 3, 1 + place), "LP"[place], serial, district)
        income = _INCOMES[n % 4] if place == 0 else _INCOMES[0]
        row |= {f"{group} › {part}": value for part, value in zip(_PARENT, (*parent, income, parent_nik), strict=True)}
    return row


def born(n: int) -> date:
    """When pupil number n was born."""
    return date.fromisoformat(pupil(n)["Tanggal Lahir"])


def teacher(n: int) -> Row:
    """Teacher number n, as `pupil`."""
    sex = "LP"[n % 2]
    birth_date = date(1975 + n % 25, 1, 1) + timedelta(days=n * 37 % 360)
    status = _STATUSES[n % len(_STATUSES)]
    appointed = {"PNS": "201503", "PPPK": "201521"}.get(status)
    return {
        "No": n + 1,
        "Nama": f"{(_BOYS if sex == 'L' else _GIRLS)[n // 2 % 10]} {_LAST[n % 7]}, S.Pd.",
        "NUPTK": f"{1000000000000000 + n:016d}",
        "JK": sex,
        "Tempat Lahir": "JAKARTA",
        "Tanggal Lahir": birth_date.isoformat(),
        "NIP": f"{birth_date:%Y%m%d}{appointed}{n % 2 + 1}{n % 1000:03d}" if appointed else "",
        "Status Kepegawaian": status,
        "Jenis PTK": ("Guru Kelas", "Guru Mapel")[n % 2],
        "Agama": "Islam",
        "Alamat Jalan": "JL. CONTOH",
        "RT": "1",
        "RW": "2",
        "Desa/Kelurahan": "Kalideres",
        "Kecamatan": "Kec. Kali Deres",
        "Kode Pos": "11840",
        "HP": f"0813{n:08d}",
        "TMT Pengangkatan": "2015-07-01",
        "Nama Ibu Kandung": "Ibu Rekaan",
        "NPWP": f"{n:015d}",
        "Nomor Rekening Bank": f"88{n:08d}",
        "Kewarganegaraan": "ID",
        "NIK": nik(birth_date, sex, n % 9000 + 1),
        "No KK": f"317306020219{n % 9000 + 1:04d}",
        "Lintang": "0",
        "Bujur": "0",
    }


def _to_number(row: Row, _before: Row) -> None:
    row["NIK"] = int(row["NIK"])


def _other_sex(row: Row, _before: Row) -> None:
    row["JK"] = "P" if row["JK"] == "L" else "L"


# What goes wrong in real files; each takes the row and the one before it.
FAULTS: dict[str, Callable[[Row, Row], None]] = {
    "nik_as_number": _to_number,
    "nik_short": lambda row, _: row.update({"NIK": row["NIK"][:15]}),
    "nik_empty": lambda row, _: row.update({"NIK": "-"}),
    "nik_is_kk": lambda row, _: row.update({"No KK": row["NIK"]}),
    "nik_of_other_sex": _other_sex,
    "nik_of_other_day": lambda row, _: row.update({"Tanggal Lahir": "2015-12-31"}),
    "nik_repeated": lambda row, before: row.update({key: before[key] for key in ("NIK", "JK", "Tanggal Lahir")}),
    "nisn_repeated": lambda row, before: row.update({"NISN": before["NISN"]}),
    "nisn_zero_lost": lambda row, _: row.update({"NISN": int(row["NISN"])}),
    "nisn_zeros_lost": lambda row, _: row.update({"NISN": row["NISN"][-8:]}),
    "kk_as_number": lambda row, _: row.update({"No KK": int(row["No KK"])}),
    "name_empty": lambda row, _: row.update({"Nama": "--"}),
    "name_picture": lambda row, _: row.update({"Nama": "Ayu 🎉"}),
    "name_formula": lambda row, _: row.update({"Nama": "+628120000"}),
    "date_absurd": lambda row, _: row.update({"Tanggal Lahir": "9999-99-99"}),
    "sex_odd": lambda row, _: row.update({"JK": "X"}),
    "text_of_a_megabyte": lambda row, _: row.update({"Nama": "A" * 1_000_000}),
}


def rows_of(
    make: Callable[[int], Row], count: int, *, first: int = 0, changes: Changes | None = None, faults: Any = None
) -> list[Row]:
    """Rows with planted faults (`{row: name in FAULTS}`) and changed cells (`{row: {column: value}}`)."""
    rows = [make(first + n) for n in range(count)]
    for at, fault in (faults or {}).items():
        FAULTS[fault](rows[at], rows[at - 1])
    for at, change in (changes or {}).items():
        rows[at].update(change)
    return rows


def pupil_workbook(
    count: int = 12,
    *,
    first: int = 0,
    school: str = SCHOOL,
    changes: Changes | None = None,
    faults: Mapping[int, str] | None = None,
    columns: Sequence[str] = PUPIL_COLUMNS,
    form: str = "xlsx",
) -> bytes:
    """`Daftar Peserta Didik`: title rows 1–4, header rows 5 and 6 with merged cells, data from row 7; `form` as in FORMS."""
    rows = rows_of(pupil, count, first=first, changes=changes, faults=faults)
    return _workbook("Daftar Peserta Didik", school, columns, rows, two_rows=True, form=form)


def left_workbook(
    reasons: Sequence[str] = ("Lulus", "Mutasi", "Dikeluarkan"), *, first: int = 0, form: str = "xlsx", **planted: Any
) -> bytes:
    """`Daftar Peserta Didik Keluar`: the same columns and two more; one pupil for each reason, with an older spelling."""
    rows = rows_of(pupil, len(reasons), first=first, **planted)
    for row, reason in zip(rows, reasons, strict=True):
        row |= {"Keluar Karena": reason, "Tanggal keluar": row.get("Tanggal keluar", "2026-01-05")}
        row["Keluarahan"] = row.pop("Kelurahan")
    columns = ["Keluarahan" if name == "Kelurahan" else name for name in LEFT_COLUMNS]
    return _workbook("Daftar Peserta Didik Keluar", SCHOOL, columns, rows, two_rows=True, form=form)


def teacher_workbook(
    count: int = 5,
    *,
    first: int = 0,
    school: str = SCHOOL,
    staff: bool = False,
    changes: Changes | None = None,
    faults: Mapping[int, str] | None = None,
    columns: Sequence[str] = TEACHER_COLUMNS,
    form: str = "xlsx",
) -> bytes:
    """`Daftar Guru`, or `Daftar Tenaga Kependidikan`: header row 5, data from row 6; `form` as in FORMS."""
    rows = rows_of(teacher, count, first=first, changes=changes, faults=faults)
    title = "Daftar Tenaga Kependidikan" if staff else "Daftar Guru"
    for row in rows if staff else ():
        row["Jenis PTK"] = "Tenaga Administrasi Sekolah"
    return _workbook(title, school, columns, rows, two_rows=False, form=form)


def pupil_csv(count: int = 12, *, delimiter: str = ",", encoding: str = "utf-8-sig", **planted: Any) -> bytes:
    """The pupil file as a spreadsheet saves it to text: merged cells keep their text in the first cell only."""
    rows = rows_of(pupil, count, **planted)
    lines = [*_title_rows("Daftar Peserta Didik", SCHOOL), *_header_rows(PUPIL_COLUMNS)]
    return sheets.csv_text(
        [*lines, *([row.get(column, "") for column in PUPIL_COLUMNS] for row in rows)], delimiter
    ).encode(encoding)


def _title_rows(title: str, school: str) -> list[list[str]]:
    place = "Kecamatan Kec. Kali Deres, Kabupaten Kota Jakarta Barat, Provinsi Prov. D.K.I. Jakarta"
    stamp = ["Tanggal Unduh: 2026-01-15 08:00:00", "", "Pengunduh: OPERATOR CONTOH (operator@contoh.sch.id)"]
    return [[title], [school], [place], stamp]


def _header_rows(columns: Sequence[str]) -> list[list[str]]:
    top, below, last = [], [], ""
    for column in columns:
        group, _, part = column.partition(" › ")
        top.append("" if part and group == last else group)
        below.append(part)
        last = group
    return [top, below]


def _workbook(
    title: str, school: str, columns: Sequence[str], rows: Sequence[Row], *, two_rows: bool, form: str = "xlsx"
) -> bytes:
    header = _header_rows(columns)
    lines = [[row.get(column, "") for column in columns] for row in rows]
    head = [*_title_rows(title, school), *header[: 1 + two_rows]]
    return sheets.written(form, title, [*head, *lines], _merged(header) if two_rows else [])


def _merged(header: list[list[str]]) -> list[sheets.Merged]:
    """Groups lie over their parts, every other name over both header rows."""
    found, at = [], 0
    while at < len(header[0]):
        size = 1
        while header[1][at] and at + size < len(header[0]) and not header[0][at + size]:
            size += 1
        if size > 1 or not header[1][at]:
            found.append(sheets.Merged(4, at, 1 if header[1][at] else 2, size))
        at += size
    return found
