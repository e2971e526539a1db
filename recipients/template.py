"""Our own workbooks to fill in, for a school without a Dapodik export: columns with help, drop-downs from the live choices.

    data = template_of("murid")        # .xlsx; read back by recipients.dapodik like a Dapodik file

The columns are those of `recipients.resources`. First sheet: the table, its header in row 1. Second: how to fill each column,
with an example. Third, hidden: the choices.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ksbb.common.spreadsheet_out import put
from recipients.resources import Column, StudentResource, TeacherResource
from recipients.resources.columns import Choices

LAST_ROW = 5000  # as many rows have drop-downs and help
_CHOICES_SHEET = "Pilihan"
_NEEDED, _OPTIONAL = "DDEBF7", "F2F2F2"
_PROMPT_LENGTH, _TITLE_LENGTH = 255, 32  # Excel shows no more

# By the word in the template's address and file name.
COLUMNS: dict[str, tuple[Column, ...]] = {"murid": StudentResource.columns(), "guru": TeacherResource.columns()}
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


def _table(table: Any, choices: Any, columns: Sequence[Column]) -> None:
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


def _instructions(sheet: Any, columns: Sequence[Column]) -> None:
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
