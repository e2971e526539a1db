"""Everything that is written for a spreadsheet program passes here: no text of a person ever becomes a formula.

    csv_bytes([["Nama", "HP"], ["=1+1", "+62812"]])                 # '=1+1 and '+62812, as plain text
    write_workbook([OutSheet("Daftar", [["Nama"], [OutCell("=1+1", fill=FAULTY)]], frozen="A2")])

A spreadsheet runs what begins with `= + - @`, and some of them look behind blanks and signs that nobody sees. In a text file
such a cell gets an apostrophe in front; in a workbook it is stored as text, which no program evaluates, and marked so that
it stays text when somebody edits it. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

FAULTY = "FFC7CE"  # the background of a cell that needs work, as Excel's own "bad" style has it
DOUBTFUL = "FFEB9C"

_STARTS = frozenset("=+-@\u2212")
_ALWAYS = frozenset("\t\r\n\x00")
# Seen by nobody, yet no blank to Python: fillers and the empty braille cell; format characters are told by category.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"})
# What XML 1.0 cannot hold, and lone halves of a character.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_TITLE = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_KEPT_AS_TEXT = 255  # beyond that, Excel shows hash signs instead of a cell formatted as text
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class OutCell:
    """A value with its looks: background as `RRGGBB`, bold, wrapped over several lines."""

    value: Any = None
    fill: str = ""
    bold: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet. `rows` hold plain values or `OutCell`s; `widths` in characters from column A; `frozen` as `A2`."""

    name: str
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()
    frozen: str = ""


def may_run(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula: it begins as one, perhaps behind what is not seen."""
    for sign in text:
        if sign in _ALWAYS:
            return True
        if not _is_unseen(sign):
            return unicodedata.normalize("NFKC", sign)[0] in _STARTS
    return False


def safe_text(value: object) -> str:
    """The value as text for a CSV cell: an apostrophe in front of what might run; characters no file can hold are gone."""
    text = "" if value is None else str(value)
    return f"'{_plain(text)}" if may_run(text) else _plain(text)


def csv_value(value: object) -> str | int | float | Decimal:
    """A cell for `csv.writer`: numbers stay numbers, everything else is safe text; dates as `2026-01-31`."""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, int | float | Decimal):
        return value if math.isfinite(value) else ""
    return safe_text(value)


def csv_lines(rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> Iterator[str]:
    """The lines of a CSV file one by one, for an answer that streams. The first one begins with a BOM, for Excel's sake."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    out.write(_BOM)
    for row in rows:
        writer.writerow([csv_value(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv_bytes(rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> bytes:
    """The whole CSV file in UTF-8 with a BOM."""
    return "".join(csv_lines(rows, delimiter=delimiter)).encode()


def put(cell: Any, value: object) -> None:
    """Write a value into a cell of openpyxl: text as text, whatever it begins with; digits keep their zeros when edited."""
    if isinstance(value, datetime):
        cell.value = timezone.make_naive(value) if timezone.is_aware(value) else value
    elif value is None or isinstance(value, bool | int | float | Decimal | date):
        cell.value = value if not isinstance(value, float | Decimal) or math.isfinite(value) else None
    else:
        text = str(value)
        cell.value = _plain(text)
        cell.data_type = "s"  # openpyxl took `=…` for a formula and `#N/A` for an error
        if len(text) <= _KEPT_AS_TEXT:
            cell.number_format = "@"
        if may_run(text):
            cell.quotePrefix = True


def write_workbook(sheets: Iterable[OutSheet]) -> bytes:
    """The workbook as .xlsx. Rows are written as they come, so that a long list is not held twice."""
    book = Workbook(write_only=True)
    for wanted in sheets:
        sheet = book.create_sheet(_title(wanted.name))
        sheet.freeze_panes = wanted.frozen or None
        for place, width in enumerate(wanted.widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        for row in wanted.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: object) -> Any:
    wanted = value if isinstance(value, OutCell) else OutCell(value)
    cell = WriteOnlyCell(sheet)
    put(cell, wanted.value)
    # Whoever fills an empty cell later, or types over a faulty number, types digits that must stay.
    if wanted.value is None or (wanted.fill and isinstance(wanted.value, int | float)):
        cell.number_format = "@"
    if wanted.fill:
        cell.fill = PatternFill("solid", fgColor=wanted.fill)
    if wanted.bold:
        cell.font = Font(bold=True)
    if wanted.wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or sign in _UNSEEN or unicodedata.category(sign) in _UNSEEN_CATEGORIES


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _title(name: str) -> str:
    # Excel refuses these signs, an apostrophe at either end and more than 31 characters.
    return _NOT_TITLE.sub(" ", _plain(name))[:31].strip("' ") or "Daftar"
