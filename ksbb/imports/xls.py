"""Old binary workbooks (.xls): the container, then the records, then rows; every step bounded by the file's own bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ksbb.imports.biff import BOF, EOF, Book, read_book, records
from ksbb.imports.biff_texts import text_at
from ksbb.imports.cells import CellValue
from ksbb.imports.limits import Limits
from ksbb.imports.ole import Container
from ksbb.imports.refusals import TooFarError, refusal

_NUMBER, _RK, _MULTIPLE_RK, _SHARED_TEXT = 0x0203, 0x027E, 0xBD, 0xFD
_LABEL, _RICH_LABEL, _BOOLEAN, _FORMULA, _TEXT_RESULT = 0x0204, 0xD6, 0x0205, 0x06, 0x0207
_SHEETS = 20

_place = struct.Struct("<HHH").unpack_from


@dataclass(frozen=True, slots=True)
class XlsGrid:
    """One worksheet: the rows that hold anything, by their number from 0."""

    name: str
    filled: dict[int, list[Any]] = field(repr=False)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return max(self.filled, default=-1) + 1

    def rows(self) -> Iterator[list[Any]]:
        """Rows from row 1 and column A on; empty cells are ""."""
        empty: list[Any] = []
        for number in range(self.height):
            yield self.filled.get(number, empty)


def open_xls(data: bytes, limits: Limits) -> Iterator[XlsGrid]:
    """The visible worksheets in their order. Raises SheetRefused for what is damaged, locked or beyond the limits."""
    try:
        container = Container(data)
        container.refuse_what_is_not_opened()
        stream = container.stream("Workbook", "Book")
        book = read_book(stream, limits)
        left = len(stream)
        for name, place in book.sheets[:_SHEETS]:
            sheet = _Sheet(stream, book, limits)
            left -= sheet.read(place, left)
            yield XlsGrid(name, sheet.rows)
    except TooFarError as error:
        raise refusal(error.what, limits) from error
    except struct.error as error:
        raise refusal("broken", limits) from error


class _Sheet:
    """Collects the cells of one worksheet."""

    def __init__(self, stream: bytes, book: Book, limits: Limits) -> None:
        self.stream = stream
        self.book = book
        self.limits = limits
        self.rows: dict[int, list[Any]] = {}
        self._cells = 0
        self._awaits_text: tuple[int, int] | None = None
        self._readers = {
            _NUMBER: self._number,
            _RK: self._rk,
            _MULTIPLE_RK: self._multiple_rk,
            _SHARED_TEXT: self._shared_text,
            _LABEL: self._label,
            _RICH_LABEL: self._label,
            _BOOLEAN: self._boolean,
            _FORMULA: self._formula,
            _TEXT_RESULT: self._text_result,
        }

    def read(self, place: int, budget: int) -> int:
        """Read from the sheet's BOF to its EOF; the bytes gone over, of which there may be `budget`: sheets do not overlap."""
        depth = 0
        for kind, start, end in records(self.stream, place):
            if end - place > budget or (depth == 0) != (kind == BOF and start == place + 4):
                raise TooFarError("broken")
            if kind == BOF:  # a chart inside the sheet is a sheet of its own
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth == 0:
                    return end - place
            elif depth == 1 and (reader := self._readers.get(kind)):
                reader(start, end)
        raise TooFarError("broken")

    def _put(self, row: int, column: int, value: CellValue) -> None:
        limits = self.limits
        if row >= limits.rows:
            raise TooFarError("rows")
        if column >= limits.columns:
            raise TooFarError("columns")
        cells = self.rows.setdefault(row, [])
        missing = column + 1 - len(cells)
        if missing > 0:
            cells.extend([""] * missing)
            self._cells += missing
            if self._cells > limits.cells:
                raise TooFarError("cells")
        cells[column] = value

    def _number(self, start: int, end: int) -> None:
        row, column, style = _place(self.stream, start)
        self._put(row, column, self._value(struct.unpack_from("<d", self.stream, start + 6)[0], style))

    def _rk(self, start: int, end: int) -> None:
        row, column, style = _place(self.stream, start)
        self._put(row, column, self._value(_rk_number(self.stream, start + 6), style))

    def _multiple_rk(self, start: int, end: int) -> None:
        row, column = struct.unpack_from("<HH", self.stream, start)
        for place, at in enumerate(range(start + 4, end - 7, 6)):
            style = struct.unpack_from("<H", self.stream, at)[0]
            self._put(row, column + place, self._value(_rk_number(self.stream, at + 2), style))

    def _shared_text(self, start: int, end: int) -> None:
        row, column, _style = _place(self.stream, start)
        number = struct.unpack_from("<I", self.stream, start + 6)[0]
        if number < len(self.book.texts):
            self._put(row, column, self.book.texts[number])

    def _label(self, start: int, end: int) -> None:
        row, column, _style = _place(self.stream, start)
        self._put(row, column, text_at(self.stream, start + 6, end, self.book.codepage))

    def _boolean(self, start: int, end: int) -> None:
        row, column, _style, value, is_error = struct.unpack_from("<HHHBB", self.stream, start)
        self._put(row, column, "" if is_error else bool(value))

    def _formula(self, start: int, end: int) -> None:
        row, column, style = _place(self.stream, start)
        result = self.stream[start + 6 : start + 14]
        self._awaits_text = None
        if result[6:] != b"\xff\xff":
            self._put(row, column, self._value(struct.unpack("<d", result)[0], style))
        elif result[0] == 0:
            self._awaits_text = (row, column)
        elif result[0] == 1:
            self._put(row, column, bool(result[2]))

    def _text_result(self, start: int, end: int) -> None:
        if self._awaits_text:
            self._put(*self._awaits_text, text_at(self.stream, start, end, self.book.codepage))
            self._awaits_text = None

    def _value(self, number: float, style: int) -> CellValue:
        if style not in self.book.date_styles or not number >= 1:
            return number
        try:
            return self.book.epoch + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
        except OverflowError:  # beyond the year 9999: the row says so, the file is read
            return number


def _rk_number(stream: bytes, at: int) -> float:
    """A number in four bytes: two signs tell whether it is whole and whether it stands for its hundredth."""
    raw = struct.unpack_from("<i", stream, at)[0]
    number = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return number / 100 if raw & 1 else number
