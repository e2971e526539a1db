"""Workbooks of devices: one to fill in, one that answers row by row what became of a file."""

from __future__ import annotations

import io
import json
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from donations.inventory_rows import COLUMNS, REQUIRED
from ksbb.common import sealing
from ksbb.common.spreadsheet_out import FAULTY, OutCell, OutSheet, put, write_workbook
from ksbb.imports.models import ImportRow, ImportRun

LAST_ROW = 5_000
_CHOICES = {"Jenis": "HP,Tablet,Laptop,PC", "Kondisi": "Baru,Bekas", "Mutu": "A,B,C"}
_WIDTHS = (10, 10, 16, 24, 24, 20, 20, 8, 8, 36, 30, 14, 16)
_NEEDED, _OPTIONAL = "DDEBF7", "F2F2F2"


def empty_sheet() -> bytes:
    """The columns with drop-downs; number columns are text, so that no digit is lost. A second sheet tells how."""
    book = Workbook()
    table: Any = book.active
    table.title = "Gawai"
    table.freeze_panes = "A2"
    for place, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), 1):
        letter = get_column_letter(place)
        head = table.cell(1, place)
        put(head, name)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=_NEEDED if name in REQUIRED else _OPTIONAL)
        table.column_dimensions[letter].width = width
        table.column_dimensions[letter].number_format = "General" if name in ("Tahun", "Nilai") else "@"
        if words := _CHOICES.get(name):
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            rule.error, rule.showErrorMessage = _("Pilih salah satu dari daftar."), True
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            table.add_data_validation(rule)
    for row, line in enumerate(_help(), 1):
        for place, text in enumerate(line, 1):
            put(_instructions(book).cell(row, place), text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _instructions(book: Any) -> Any:
    if "Petunjuk" not in book.sheetnames:
        sheet = book.create_sheet("Petunjuk")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    return book["Petunjuk"]


def _help() -> list[tuple[str, str]]:
    return [
        (_("Cara mengisi"), _("Satu baris satu gawai. Kolom berwarna biru wajib diisi; urutan kolom boleh berubah.")),
        ("Jenis", "HP, Tablet, Laptop, PC"),
        ("Kondisi", "Baru, Bekas"),
        ("Merek", _("Seperti tertulis di gawainya.")),
        ("Tipe", _("Seperti tertulis di gawainya.")),
        ("Nomor seri", _("Dari label belakang gawai (S/N). Kolom ini berformat Teks; biarkan begitu.")),
        ("IMEI", _("15 angka; tekan *#06#. HP selalu punya. Kolom ini berformat Teks; biarkan begitu.")),
        ("IMEI 2", _("Hanya untuk gawai dengan dua kartu SIM: nomor kedua yang muncul di *#06#.")),
        ("Mutu", _("A seperti baru, B baik, C layak. Pemeriksaan gawai bekas menetapkannya.")),
        ("Tahun", _("Tahun pembelian.")),
        ("Spesifikasi", _("Misalnya RAM 8 GB, SSD 256 GB.")),
        ("Kelengkapan", _("Misalnya pengisi daya, tas.")),
        ("Nilai", _("Rupiah per gawai, angka saja.")),
        ("Sekolah (NPSN)", _("Boleh kosong. Bila diisi, gawainya hanya untuk sekolah itu.")),
    ]


def answer_of(run: ImportRun) -> bytes:
    """The rows as uploaded, each with its state and what is wrong. Faulty rows can be put right in it and sent again."""
    titles = (*COLUMNS, "Baris", "Keadaan", "Keterangan")
    head = [OutCell(name, bold=True) for name in titles]
    rows = [_answer(row) for row in ImportRow.objects.filter(run=run).order_by("number")]
    return write_workbook([OutSheet("Jawaban", [head, *rows], widths=(*_WIDTHS, 7, 18, 70), frozen="A2")])


def _answer(row: ImportRow) -> list[object]:
    cells = json.loads(sealing.unseal(row.cells_sealed) or "[]") or [""] * len(COLUMNS)
    wrong = {problem["column"] for problem in row.problems}
    told = " ".join(problem["message"] for problem in row.problems)
    changes = "; ".join(f"{what}: {now} → {then}" for what, now, then in row.changes)
    marked = [OutCell(text, fill=FAULTY if name in wrong else "") for name, text in zip(COLUMNS, cells, strict=True)]
    return [*marked, row.number, str(row.get_status_display()), OutCell(told or changes, wrap=True)]
