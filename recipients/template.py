"""Our own workbooks to fill in, for a school without a Dapodik export: columns with help, drop-downs from the live choices.

    data = template_of("murid")        # .xlsx; read back by recipients.dapodik like a Dapodik file

First sheet: the table, its header in row 1. Second: how to fill each column, with an example. Third, hidden: the choices.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ksbb.common.spreadsheet_out import put
from recipients.models import Consent, DeviceAccess, Employment, IncomeBand, Internet

LAST_ROW = 5000  # as many rows have drop-downs and help
_CHOICES_SHEET = "Pilihan"
_NEEDED, _OPTIONAL = "DDEBF7", "F2F2F2"
_PROMPT_LENGTH, _TITLE_LENGTH = 255, 32  # Excel shows no more

_YES = (("", gettext_lazy("Ya")), ("", gettext_lazy("Tidak")))
_SEX = (("", "L"), ("", "P"))
_GUARDIANS = [
    (value, label)
    for value, label in Consent.Relation.choices
    if value not in (Consent.Relation.SELF, Consent.Relation.PARENT)
]

Choices = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: its header, how it is filled, an example; `form` is `text` (digits keep their zeros), `date` or `free`."""

    name: str
    help: Any
    example: str
    is_needed: bool = False
    form: str = "free"
    choices: Choices = ()
    width: int = 16


_NAME = TemplateColumn("Nama", gettext_lazy("Nama lengkap sesuai kartu keluarga."), "Siti Rekaan", True, width=30)
_SEX_COLUMN = TemplateColumn(
    "JK", gettext_lazy("L untuk laki-laki, P untuk perempuan."), "P", True, choices=_SEX, width=6
)
_BIRTH = TemplateColumn(
    "Tanggal Lahir", gettext_lazy("Tahun-bulan-tanggal, seperti 2014-02-03."), "2014-02-03", True, form="date"
)
_NIK = TemplateColumn(
    "NIK",
    gettext_lazy("16 angka di kartu keluarga, bukan nomor kartu keluarganya."),
    "3173064302140001",
    True,
    "text",
    width=20,
)
_PHONE = TemplateColumn("HP", gettext_lazy("Milik orangnya atau walinya. Boleh kosong."), "081200000000", form="text")
_CARD = TemplateColumn(
    "No KK",
    gettext_lazy("16 angka. Dipakai hanya untuk mengenali kakak beradik; yang disimpan sidik jarinya saja."),
    "3173060101190001",
    form="text",
    width=20,
)


def _mother(name: str) -> TemplateColumn:
    text = gettext_lazy("Membedakan orang yang namanya sama; yang disimpan sidik jarinya saja. Boleh kosong.")
    return TemplateColumn(name, text, "Ibu Rekaan", width=24)


def _yes(name: str, text: Any) -> TemplateColumn:
    return TemplateColumn(name, text, "Ya", choices=_YES)


COLUMNS: dict[str, tuple[TemplateColumn, ...]] = {
    "murid": (
        _NAME,
        TemplateColumn("NISN", gettext_lazy("10 angka. Kosongkan bila belum punya."), "0141234567", False, "text"),
        _NIK,
        _SEX_COLUMN,
        _BIRTH,
        TemplateColumn("Kelas", gettext_lazy("Kelas atau rombel, seperti Kelas 6A."), "Kelas 6A"),
        _PHONE,
        _CARD,
        _mother("Nama Ibu"),
        TemplateColumn("Kelurahan", gettext_lazy("Kelurahan tempat tinggal."), "Kalideres"),
        TemplateColumn("Kecamatan", gettext_lazy("Kecamatan tempat tinggal."), "Kalideres"),
        TemplateColumn(
            "Gawai untuk Belajar",
            gettext_lazy("Apakah murid ini punya HP, tablet, laptop, atau PC untuk belajar di rumah?"),
            "berbagi",
            choices=DeviceAccess.choices[1:],
            width=20,
        ),
        TemplateColumn(
            "Jumlah Gawai di Rumah", gettext_lazy("Berapa gawai di rumah yang dipakai belajar? Isi bila berbagi."), "1"
        ),
        TemplateColumn(
            "Jumlah Pelajar di Rumah", gettext_lazy("Berapa anak di rumah yang masih sekolah? Isi bila berbagi."), "3"
        ),
        TemplateColumn(
            "Internet di Rumah", gettext_lazy("Internet untuk belajar di rumah."), "kuota HP", choices=Internet.choices[1:]
        ),
        _yes("Penerima KIP", gettext_lazy("Pemegang Kartu Indonesia Pintar.")),
        _yes("Penerima KJP Plus", gettext_lazy("Penerima Kartu Jakarta Pintar Plus.")),
        _yes("Penerima KPS", gettext_lazy("Keluarganya penerima KPS atau PKH.")),
        TemplateColumn(
            "Penghasilan Orang Tua",
            gettext_lazy("Penghasilan orang tua atau wali per bulan: ambil yang lebih tinggi."),
            "kurang dari Rp500.000",
            choices=IncomeBand.choices[1:],
            width=26,
        ),
        _yes("Yatim, Piatu, atau Panti", gettext_lazy("Yatim, piatu, atau tinggal di panti.")),
        _yes("Penyandang Disabilitas", gettext_lazy("Penyandang disabilitas.")),
        TemplateColumn(
            "Tanggal Persetujuan Wali",
            gettext_lazy("Tanggal surat persetujuan orang tua atau wali. Kosongkan bila belum ada."),
            "2026-01-15",
            form="date",
        ),
        TemplateColumn("Hubungan Wali", gettext_lazy("Siapa yang menandatanganinya."), "ibu", choices=_GUARDIANS),
    ),
    "guru": (
        _NAME,
        TemplateColumn("NUPTK", gettext_lazy("16 angka. Kosongkan bila belum punya."), "1000000000000001", False, "text", width=20),
        replace(_NIK, example="3173064302900001"),
        _SEX_COLUMN,
        replace(_BIRTH, example="1990-02-03"),
        TemplateColumn("NIP", gettext_lazy("18 angka, untuk PNS dan PPPK."), "", form="text", width=22),
        TemplateColumn(
            "Status Kepegawaian", gettext_lazy("Pilih dari daftar."), "honorer", True, choices=Employment.choices[1:], width=20
        ),
        TemplateColumn("Jenis PTK", gettext_lazy("Seperti Guru Kelas atau Guru Mapel."), "Guru Kelas", True),
        TemplateColumn("TMT Pengangkatan", gettext_lazy("Mulai mengajar, untuk masa kerja."), "2015-07-01", form="date"),
        _PHONE,
        _CARD,
        _mother("Nama Ibu Kandung"),
        TemplateColumn("Kelurahan", gettext_lazy("Kelurahan tempat tinggal."), "Kalideres"),
        TemplateColumn("Kecamatan", gettext_lazy("Kecamatan tempat tinggal."), "Kalideres"),
        TemplateColumn(
            "Laptop atau PC",
            gettext_lazy("Apakah guru ini punya laptop atau PC sendiri untuk mengajar?"),
            "tidak punya",
            choices=DeviceAccess.choices[1:],
        ),
        TemplateColumn(
            "Penghasilan per Bulan", gettext_lazy("Penghasilan guru ini per bulan."), "Rp1.000.000–1.999.999",
            choices=IncomeBand.choices[1:], width=26,
        ),
        TemplateColumn(
            "Tanggal Persetujuan",
            gettext_lazy("Tanggal guru ini menyetujui datanya dipakai. Kosongkan bila belum."),
            "2026-01-15",
            form="date",
        ),
    ),
}  # fmt: skip
_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "free": "General"}


def template_of(kind: str) -> bytes:
    """The workbook for `murid` or `guru`. Always in Indonesian: its words are read back."""
    with translation.override("id"):
        book = Workbook()
        table = book.active
        table.title = kind.capitalize()
        _instructions(book.create_sheet("Petunjuk"), COLUMNS[kind])
        choices = book.create_sheet(_CHOICES_SHEET)
        choices.sheet_state = "hidden"
        _table(table, choices, COLUMNS[kind])
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def _table(table: Any, choices: Any, columns: Sequence[TemplateColumn]) -> None:
    table.freeze_panes = "B2"
    table.row_dimensions[1].height = 32
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        header = table.cell(1, place)
        put(header, column.name)
        header.font = Font(bold=True)
        header.fill = PatternFill("solid", fgColor=_NEEDED if column.is_needed else _OPTIONAL)
        header.alignment = Alignment(wrap_text=True, vertical="center")
        table.column_dimensions[letter].width = column.width
        table.column_dimensions[letter].number_format = _FORMATS[column.form]
        source = _list(choices, place, column.choices) if column.choices else None
        rule = DataValidation(type="list" if source else None, formula1=source, allow_blank=True)
        rule.promptTitle, rule.prompt = column.name[:_TITLE_LENGTH], str(column.help)[:_PROMPT_LENGTH]
        rule.errorTitle, rule.error = column.name[:_TITLE_LENGTH], _("Pilih salah satu dari daftar.")
        rule.showInputMessage = rule.showErrorMessage = True
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        table.add_data_validation(rule)


def _list(choices: Any, place: int, words: Choices) -> str:
    """Write the words into a column of the hidden sheet; the reference under which a drop-down finds them."""
    letter = get_column_letter(place)
    for row, (_value, label) in enumerate(words, 1):
        put(choices.cell(row, place), str(label))
    return f"{_CHOICES_SHEET}!${letter}$1:${letter}${len(words)}"


def _instructions(sheet: Any, columns: Sequence[TemplateColumn]) -> None:
    lines = [
        [_("Cara mengisi")],
        [_("Isi lembar pertama, satu orang satu baris. Jangan mengubah baris judulnya; urutan kolom boleh berubah.")],
        [
            _(
                "Kolom berwarna biru wajib diisi. Kolom lain boleh kosong: yang kosong tidak mengubah data yang sudah ada."
            )
        ],
        [_("Nomor diketik apa adanya; kolomnya sudah berformat Teks, jadi angka 0 di depan tidak hilang.")],
        [],
        [_("Kolom"), _("Cara mengisi"), _("Contoh"), _("Pilihan")],
    ]
    for column in columns:
        words = ", ".join(str(label) for _value, label in column.choices)
        lines.append([column.name, str(column.help), column.example, words])
    for row, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            cell = sheet.cell(row, place)
            put(cell, text)
            cell.font = Font(bold=row in (1, 6) or (place == 1 and row > 6))
            cell.alignment = Alignment(wrap_text=row > 5, vertical="top")
    for letter, width in zip("ABCD", (26, 60, 24, 60), strict=True):
        sheet.column_dimensions[letter].width = width
