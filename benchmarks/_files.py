"""Dapodik files of any size with invented pupils, cheaply made: people are numbered, another number is another person."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from ksbb.imports import reading
from ksbb.imports.limits import Limits
from tests.factories.sheets import csv_text
from tests.factories.workbooks import PUPIL_COLUMNS, SCHOOL, nik, pupil

_MEBIBYTE = 1024 * 1024
_SERIALS = 9_000
_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Daftar Peserta Didik" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def people(count: int, first: int) -> Iterator[dict[str, Any]]:
    """Rows of a pupils' list; the numbers of all files of a run differ."""
    for n in range(first, first + count):
        row = pupil(n)
        area, serial = 320_101 + n // _SERIALS % 90_000, n % _SERIALS + 1
        # The factory's pupils share 360 birthdays; a school year has as many for each class and sex.
        spread = n * 2_654_435_761 % 2**32 >> 8
        born = date(int(row["Tanggal Lahir"][:4]), 1, 1) + timedelta(days=spread % 360)
        row["JK"], row["Tanggal Lahir"] = "LP"[spread // 360 % 2], born.isoformat()
        row["NIK"] = nik(born, row["JK"], serial, area)
        row["NISN"] = f"{born.year % 1000:03d}{n % 10_000_000:07d}"
        row["No KK"] = f"{area}010119{(serial // 2 if n % 4 == 3 else serial):04d}"
        row["Nama"] = f"{row['Nama']} {_word(n)}"
        yield row


def _word(n: int) -> str:
    """Another word for another number, so that a school does not have a hundred namesakes."""
    syllables = ("ba", "ci", "du", "fe", "go", "ha", "ji", "ku", "le", "mo", "na", "pi", "ru", "se", "to", "wa")
    word = ""
    n = n * 2_654_435_761 % 2**20
    while n:
        word, n = word + syllables[n % 16], n // 16
    return word.capitalize() or "Ba"


def _lines(count: int, first: int) -> list[list[Any]]:
    top: list[str] = []
    below: list[str] = []
    last = ""
    for column in PUPIL_COLUMNS:
        group, _, part = column.partition(" › ")
        top.append("" if part and group == last else group)
        below.append(part)
        last = group
    title = [["Daftar Peserta Didik"], [SCHOOL], ["Kecamatan Kec. Kali Deres"], ["Tanggal Unduh: 2026-01-15 08:00:00"]]
    return [*title, top, below, *([row.get(c, "") for c in PUPIL_COLUMNS] for row in people(count, first))]


def xlsx(count: int, first: int = 0) -> bytes:
    """A workbook of `count` pupils with all 66 columns, texts in place as Dapodik writes them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_SHEET.encode())
            for number, line in enumerate(_lines(count, first), start=1):
                sheet.write(_row(number, line).encode())
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _row(number: int, line: list[Any]) -> str:
    cells = "".join(
        f'<c r="{_column(at)}{number}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        for at, value in enumerate(line)
        if value not in ("", None)
    )
    return f'<row r="{number}">{cells}</row>'


def _column(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def csv(count: int, first: int = 0) -> bytes:
    """The same as text."""
    return csv_text(_lines(count, first)).encode("utf-8-sig")


def lift_limits(rows: int) -> None:
    """Files beyond what one upload may hold (20,000 rows), so that the engine can be measured on them."""
    roomy = Limits(
        file_bytes=2_000 * _MEBIBYTE, unpacked_bytes=4_000 * _MEBIBYTE, rows=max(20_000, rows + 100),
        cells=max(1_500_000, rows * 80), characters=max(64 * _MEBIBYTE, rows * 2_000),
    )  # fmt: skip
    reading.Limits = lambda: roomy  # type: ignore[assignment,misc]
