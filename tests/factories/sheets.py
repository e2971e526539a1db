"""One table, written as each program writes it: Excel new and old, LibreOffice, Dapodik's XML, text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import xlwt  # type: ignore[import-untyped]
from openpyxl import Workbook

Lines = Sequence[Sequence[Any]]

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_EXCEL_XML = "urn:schemas-microsoft-com:office:spreadsheet"


class Merged(NamedTuple):
    """Cells that are one: the first row and column counted from 0, and how far they reach."""

    row: int
    column: int
    height: int
    width: int


def written(form: str, name: str, lines: Lines, merged: Sequence[Merged] = ()) -> bytes:
    """The table as a file; `form` is one of FORMS."""
    return FORMS[form](name, lines, merged)


def _xlsx(name: str, lines: Lines, merged: Sequence[Merged]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for line in lines:
        sheet.append(list(line))
    for row, column, height, width in merged:
        sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=row + height, end_column=column + width)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(name: str, lines: Lines, merged: Sequence[Merged]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet(name, cell_overwrite_ok=True)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if value not in ("", None):
                sheet.write(row, column, value, day if isinstance(value, date) else xlwt.Style.default_style)
    for row, column, height, width in merged:
        sheet.merge(row, row + height - 1, column, column + width - 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(name: str, lines: Lines, merged: Sequence[Merged]) -> bytes:
    covered = {
        (row + down, column + right): ""
        for row, column, height, width in merged
        for down in range(height)
        for right in range(width)
        if down or right
    }
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cell(value, (row, column) in covered) for column, value in enumerate(line))}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row, line in enumerate(lines)
    )
    # LibreOffice fills the sheet to its end.
    end = (
        f'<table:table-row table:number-rows-repeated="{1_048_576 - len(lines)}"><table:table-cell/></table:table-row>'
    )
    return ods_file(f'<table:table table:name="{name}">{rows}{end}</table:table>')


def _ods_cell(value: Any, is_covered: bool) -> str:
    if is_covered:
        return "<table:covered-table-cell/>"
    if value in ("", None):
        return "<table:table-cell/>"
    if isinstance(value, date):
        told = f'date" office:date-value="{value.isoformat()}'
    elif isinstance(value, int | float):
        told = f'float" office:value="{value}'
    else:
        told = "string"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{told}">{lines}</table:table-cell>'


def ods_file(tables: str, extra: dict[str, str] | None = None) -> bytes:
    """An .ods around tables that are XML already; `extra` replaces or adds parts by name."""
    spaces = " ".join(f'xmlns:{space}="{_ODF}:{space}:1.0"' for space in ("office", "table", "text", "style"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<?xml version="1.0" encoding="UTF-8"?><manifest/>'
    parts = {"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest, **(extra or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _spreadsheetml(name: str, lines: Lines, merged: Sequence[Merged]) -> bytes:
    spans = {(row, column): (height, width) for row, column, height, width in merged}
    rows = []
    for row, line in enumerate(lines):
        cells = []
        for column, value in enumerate(line):
            if value in ("", None):
                continue
            height, width = spans.get((row, column), (1, 1))
            merge = f' ss:MergeAcross="{width - 1}"' * (width > 1) + f' ss:MergeDown="{height - 1}"' * (height > 1)
            kind = "Number" if isinstance(value, int | float) else "DateTime" if isinstance(value, date) else "String"
            # Dapodik escapes nothing.
            cells.append(f'<Cell ss:Index="{column + 1}"{merge}><Data ss:Type="{kind}">{value}</Data></Cell>')
        rows.append(f'<Row ss:Index="{row + 1}">{"".join(cells)}</Row>')
    return spreadsheetml_file(f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table></Worksheet>')


def spreadsheetml_file(sheets: str, prologue: str = "") -> bytes:
    """Excel's XML of 2003 around worksheets that are XML already."""
    return (
        f'<?xml version="1.0"?>\n{prologue}<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{_EXCEL_XML}" xmlns:ss="{_EXCEL_XML}">{sheets}</Workbook>'
    ).encode()


def csv_text(lines: Lines, delimiter: str = ",") -> str:
    """The table as text with this delimiter."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()


FORMS: dict[str, Callable[[str, Lines, Sequence[Merged]], bytes]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
    "spreadsheetml": _spreadsheetml,
    "csv": lambda _name, lines, _merged: csv_text(lines).encode("utf-8-sig"),
    "csv_semicolon": lambda _name, lines, _merged: csv_text(lines, ";").encode("cp1252"),
    "csv_utf16": lambda _name, lines, _merged: csv_text(lines, "\t").encode("utf-16"),
}
