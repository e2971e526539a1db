"""Comma or semicolon separated text, as spreadsheets and older systems save it."""

from __future__ import annotations

import csv
import io
import itertools
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from ksbb.imports.headers import HEAD_ROWS, find_header
from ksbb.imports.limits import Limits, SheetRefused
from ksbb.imports.refusals import refusal
from ksbb.imports.texts import encoding_of

DELIMITERS = ",;\t"
# A cell may hold line breaks, but a hundred of them mean that a quotation mark was never closed.
_LINES_IN_ONE_ROW = 100
# As many columns as any spreadsheet has.
_COLUMNS_ANYWHERE = 16_384
# A cell of a megabyte fails its own row; several of them in one line are no list of people.
_LONGEST_LINE = 4 * 1024 * 1024

# A cell of a megabyte must fail its own row, not the file; the size of the whole file is bounded before.
csv.field_size_limit(64 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class CsvGrid:
    """The bytes of one file from `start` on; every call of `rows()` starts at the first row again.

    Letters are made of them line by line: a text as a whole takes up to four bytes a letter.
    """

    data: bytes = field(repr=False)
    encoding: str
    start: int
    delimiter: str
    name: str = ""
    height: int = 0

    def text(self, newline: str) -> io.TextIOWrapper:
        """The letters, in lines that end as `newline` says (as for `open`)."""
        letters = io.BytesIO(self.data)
        letters.seek(self.start)
        return io.TextIOWrapper(letters, self.encoding, newline=newline)

    def rows(self) -> Iterator[list[str]]:
        """Rows from the first line on; an empty line is an empty row, as a spreadsheet counts it."""
        reader = csv.reader(self.text(newline=""), delimiter=self.delimiter)
        before = 0
        try:
            for row in reader:
                if reader.line_num - before > _LINES_IN_ONE_ROW:
                    raise _open_quote(before + 1)
                before = reader.line_num
                yield row
        except csv.Error as error:
            raise _open_quote(before + 1) from error


def open_csv(data: bytes, known: Collection[str], limits: Limits) -> CsvGrid:
    """The rows of a text file; the delimiter is the one under which the header is found best."""
    encoding = encoding_of(data)
    if encoding == "utf-16":
        data, encoding = data.decode(encoding).encode(), "utf-8"
    start = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    if data[start : start + 4].lower() == b"sep=":  # Excel's own hint line
        start = data.find(b"\n", start) + 1 or start
    if data.count(b"\n", start) > limits.rows * 2 or b"\x00" in data:
        raise _too_long(limits)
    grids = [CsvGrid(data, encoding.removesuffix("-sig"), start, delimiter) for delimiter in DELIMITERS]
    _check_lines(grids[0], limits)
    grid = max(grids, key=lambda grid: _found(grid, known))
    return replace(grid, height=_counted(grid, limits))


def _check_lines(grid: CsvGrid, limits: Limits) -> None:
    """Before a row is built from it: no line is endless or holds more separators than a spreadsheet has columns."""
    for number, line in enumerate(grid.text(newline="\n"), 1):
        if len(line) > _COLUMNS_ANYWHERE and max(map(line.count, DELIMITERS)) > _COLUMNS_ANYWHERE:
            raise _too_wide(number, limits)
        if len(line) > _LONGEST_LINE:
            raise refusal("text", limits)


def _found(grid: CsvGrid, known: Collection[str]) -> int:
    try:
        head = list(itertools.islice(grid.rows(), HEAD_ROWS + 1))
    except SheetRefused:  # quotation marks make sense under the right delimiter only
        return 0
    header = find_header(head, known)
    return len({column.key for column in header.columns if column.key in known}) if header else 0


def _counted(grid: CsvGrid, limits: Limits) -> int:
    """How many rows there are; raises SheetRefused for more rows, columns or cells than are read."""
    rows = cells = 0
    for rows, row in enumerate(grid.rows(), 1):
        cells += len(row)
        if len(row) > limits.columns:
            raise _too_wide(rows, limits)
        if rows > limits.rows or cells > limits.cells:
            raise _too_long(limits)
    return rows


def _too_wide(row: int, limits: Limits) -> SheetRefused:
    return SheetRefused(
        "too_many_columns",
        _(
            "Baris %(row)s memuat lebih dari %(limit)s kolom. Hapus kolom kosong di sebelah kanan tabel, lalu unggah lagi."
        )
        % {"row": row, "limit": limits.columns},
    )


def _too_long(limits: Limits) -> SheetRefused:
    return SheetRefused(
        "too_many_rows",
        _("Berkas ini memuat lebih dari %(limit)s baris. Bagi menjadi beberapa berkas, lalu unggah satu per satu.")
        % {"limit": limits.rows},
    )


def _open_quote(line: int) -> SheetRefused:
    return SheetRefused(
        "open_quote",
        _(
            'Mulai baris %(line)s ada tanda kutip (") yang tidak ditutup, sehingga baris sesudahnya tidak terbaca. '
            "Tutup tanda kutip itu atau simpan ulang sebagai Excel (.xlsx), lalu unggah lagi."
        )
        % {"line": line},
    )
