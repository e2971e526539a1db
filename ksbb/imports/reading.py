"""Any uploaded sheet → dictionaries.

    sheet = read_sheet(data, known={"Nama", "NIK", "Data Ayah › Penghasilan"}, required={"Nama", "NIK"})
    for row in sheet.rows:
        row.number, row.values["nik"], row.values["data ayah › penghasilan"]

The format is told by content, the header by the names it carries; column order is free. Cells keep their type, so that
a number can be told from digits in a text (`ksbb.imports.cells`). Nothing here knows what a column means.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import itemgetter
from typing import Any, Protocol

from django.utils.translation import gettext as _

from ksbb.imports.cells import CellValue, clean, text_of
from ksbb.imports.containers import format_of
from ksbb.imports.csv_text import open_csv
from ksbb.imports.headers import HEAD_ROWS, Column, Header, find_header, header_key
from ksbb.imports.limits import MEBIBYTE, Limits, SheetRefused
from ksbb.imports.ods import open_ods
from ksbb.imports.spreadsheetml import open_spreadsheetml
from ksbb.imports.xls import open_xls
from ksbb.imports.xlsx import open_xlsx

__all__ = ["CellValue", "Column", "Limits", "Sheet", "SheetRefused", "SheetRow", "header_key", "read_sheet"]


class Grid(Protocol):
    """What a format gives: a name, and the rows from the very first one, again at every call; `height`: how many, or fewer."""

    @property
    def name(self) -> str: ...
    @property
    def height(self) -> int: ...
    def rows(self) -> Iterator[Sequence[Any]]: ...


_OPENERS: dict[str, Callable[[bytes, Limits], Iterable[Grid]]] = {
    "xlsx": open_xlsx,
    "xls": open_xls,
    "ods": open_ods,
    "spreadsheetml": open_spreadsheetml,
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of data: its number as a spreadsheet shows it, and the kept cells by `Column.key`; empty cells are None.

    `beyond` counts filled cells to the right of the last header: in a text file, a comma too many. `given`: the cells as the
    reader of the format gave them, only when asked for.
    """

    number: int
    values: dict[str, CellValue]
    beyond: int = 0
    given: Sequence[Any] = field(default=(), repr=False)

    @property
    def raw(self) -> tuple[CellValue, ...]:
        """Every cell from column A on, also of columns that are not kept, without the empty ones at the end."""
        return _trimmed(map(_value, self.given))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: what stands above it, its columns, its rows.

    `title` holds the filled cells of every row above the header (an empty row is an empty tuple). `rows` is read as one
    goes and may be gone over again. `repeated` names headers that stand in more than one column; the first one counts.
    `head` holds every row from the very first to the last one of the header, each cell in its place, empty ones as "".
    `most_rows`: so many rows or fewer, empty ones left out.
    """

    format: str
    name: str
    title: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    repeated: tuple[str, ...]
    rows: Iterable[SheetRow] = field(repr=False)
    head: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    most_rows: int = 0

    @property
    def headers(self) -> list[str]:
        """The header names as the file writes them, from left to right."""
        return [column.name for column in self.columns]

    def column(self, key: str) -> Column | None:
        """The column of this name, if the file has it."""
        return next((column for column in self.columns if column.key == key), None)


def read_sheet(
    data: bytes,
    *,
    file_name: str = "",
    known: Collection[str],
    required: Collection[str] = (),
    keep: Collection[str] | None = None,
    limits: Limits | None = None,
    raw: bool = False,
) -> Sheet:
    """The first visible table whose header carries known names. Raises SheetRefused for a file that cannot be read.

    `known` finds the header, `required` must all be there, `keep` drops every other column while reading (None keeps
    all). Names are compared as `header_key` gives them. `file_name` is for the message only. `raw`: rows carry every cell
    as it was uploaded too, to be given back for repair.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise _too_large(len(data), limits)
    known_keys = frozenset(map(header_key, known))
    kind = format_of(data)
    grids: Iterable[Grid] = _OPENERS[kind](data, limits) if kind in _OPENERS else [open_csv(data, known_keys, limits)]
    for grid in grids:
        head = list(islice(grid.rows(), HEAD_ROWS + 1))
        if header := find_header(head, known_keys):
            sheet = _sheet(kind, grid, head, header, keep, raw)
            _require(sheet, required)
            return sheet
    raise _no_header(file_name, required or known)


def _sheet(
    kind: str, grid: Grid, head: list[Sequence[Any]], header: Header, keep: Collection[str] | None, raw: bool
) -> Sheet:
    first: dict[str, Column] = {}
    repeated: dict[str, str] = {}
    for column in header.columns:
        if first.setdefault(column.key, column) is not column:
            repeated[column.key] = column.name
    keys = None if keep is None else frozenset(map(header_key, keep))
    kept = tuple((column.key, column.index) for column in first.values() if keys is None or column.key in keys)
    width = max(column.index for column in header.columns) + 1
    return Sheet(
        format=kind,
        name=grid.name,
        title=tuple(_title(row) for row in head[: header.row]),
        columns=header.columns,
        repeated=tuple(repeated.values()),
        rows=_Rows(grid, header.row + header.height, kept, width, raw),
        head=tuple(_as_text(row) for row in head[: header.row + header.height]),
        most_rows=max(0, grid.height - header.row - header.height),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of data; every `iter()` reads them anew, so that a large file is never held twice."""

    grid: Grid
    skip: int
    kept: tuple[tuple[str, int], ...]
    width: int
    raw: bool

    def __iter__(self) -> Iterator[SheetRow]:
        keys, places = [key for key, _place in self.kept], [place for _key, place in self.kept]
        last = max(places, default=0)
        # Two places at least, so that what is picked is a row again; the second one finds no key.
        pick = itemgetter(*places, last, last)
        rows = islice(enumerate(self.grid.rows(), 1), self.skip, None)
        for number, cells in rows:
            if number == self.skip + 1 and _is_numbering(cells):
                continue
            size = len(cells)
            picked = pick(cells if size > last else [*cells, *[None] * (last + 1 - size)])
            values = dict(zip(keys, map(_value, picked), strict=False))
            if any(value is not None for value in values.values()):
                beyond = sum(1 for cell in cells[self.width :] if cell not in ("", None)) if size > self.width else 0
                yield SheetRow(number, values, beyond, cells if self.raw else ())


def _value(cell: Any) -> CellValue:
    """The cell as the reader gave it, with whole numbers whole and blank text as None."""
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time.min else cell
    if cell is None or isinstance(cell, bool | int | date):
        return cell
    return str(cell) if isinstance(cell, time | timedelta) else clean(str(cell))


def _trimmed(cells: Iterable[CellValue]) -> tuple[CellValue, ...]:
    whole = list(cells)
    while whole and whole[-1] is None:
        whole.pop()
    return tuple(whole)


def _as_text(row: Sequence[Any]) -> tuple[str, ...]:
    cells = _trimmed(map(_value, row))
    return tuple(cell if isinstance(cell, str) else text_of(cell) for cell in cells)


def _is_numbering(cells: Sequence[Any]) -> bool:
    """Whether the row under the header only numbers the columns: 1, 2, 3, …"""
    texts = [clean(str(cell)).strip("()").removesuffix(".0") for cell in cells]
    filled = [text for text in texts if text]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _title(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(text for cell in row if (text := clean(str(cell)) if cell is not None else ""))


def _require(sheet: Sheet, required: Collection[str]) -> None:
    present = {column.key for column in sheet.columns}
    if missing := sorted(name for name in required if header_key(name) not in present):
        raise SheetRefused(
            "missing_columns",
            _(
                "Kolom berikut tidak ada di dalam berkas: %(columns)s. Unduh lagi dari Dapodik, atau templatnya dari "
                "portal ini, tanpa menghapus kolom; lalu unggah berkas yang baru."
            )
            % {"columns": ", ".join(missing)},
        )


def _no_header(file_name: str, names: Collection[str]) -> SheetRefused:
    return SheetRefused(
        "no_header",
        _(
            "Baris judul kolom tidak ditemukan di %(rows)s baris pertama%(file)s. Yang dicari antara lain: "
            "%(columns)s. Pakai berkas unduhan Dapodik atau templat portal ini tanpa mengubah baris judulnya."
        )
        % {
            "rows": HEAD_ROWS,
            "file": f" “{clean(file_name)[:80]}”" if file_name else "",
            "columns": ", ".join(sorted(names)[:8]),
        },
    )


def _too_large(size: int, limits: Limits) -> SheetRefused:
    return SheetRefused(
        "too_large",
        _(
            "Berkas ini %(size)s MB, batasnya %(limit)s MB. Hapus gambar dan lembar lain di dalamnya atau bagi menjadi "
            "beberapa berkas, lalu unggah lagi."
        )
        % {"size": -(-size // MEBIBYTE), "limit": limits.file_bytes // MEBIBYTE},
    )
