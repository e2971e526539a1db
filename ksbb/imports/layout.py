"""Rows and cells of formats that count what they do not write, laid out within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError

# More cells than a spreadsheet has columns cannot be written into one row, not even empty ones.
_CELLS_WRITTEN = 16_384


class Layout:
    """Takes cells from left to right and rows from top to bottom, each perhaps many times.

    Emptiness is only counted and laid out when something follows it: a sheet that ends with a million empty rows is short.
    Raises TooFarError where what is filled reaches beyond the limits.
    """

    def __init__(self, limits: Limits) -> None:
        self.rows: list[list[Any]] = []
        self._limits = limits
        self._row: list[Any] = []
        self._gap = self._empty_rows = self._rows_written = self._cells_written = self._cells = 0

    @property
    def column(self) -> int:
        """The place of the next cell, counted from 0."""
        return len(self._row) + self._gap

    @property
    def row(self) -> int:
        """The place of the row that is being filled, counted from 0."""
        return len(self.rows) + self._empty_rows

    def skip(self, columns: int) -> None:
        """Leave so many cells empty."""
        self._gap += columns

    def skip_rows(self, rows: int) -> None:
        """Leave so many rows empty."""
        self._empty_rows += rows

    def cell(self, value: Any, times: int = 1) -> None:
        """The next cell, or so many equal ones side by side."""
        self._cells_written += 1
        if self._cells_written > _CELLS_WRITTEN:
            raise TooFarError("columns")
        if value in ("", None):
            self.skip(times)
            return
        if self.column + times > self._limits.columns:
            raise TooFarError("columns")
        self._row += [""] * self._gap + [value] * times
        self._gap = 0

    def end_row(self, times: int = 1) -> None:
        """The row is complete; it stands there once or so many times. A row written out counts even when it is empty."""
        self._rows_written += 1
        if self._rows_written > self._limits.rows or (self._row and self.row + times > self._limits.rows):
            raise TooFarError("rows")
        if self._row:
            self._cells += len(self._row) * times
            if self._cells > self._limits.cells:
                raise TooFarError("cells")
            self.rows += [[]] * self._empty_rows + [self._row] * times
            self._empty_rows = 0
        else:
            self._empty_rows += times
        self._row, self._gap, self._cells_written = [], 0, 0


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A sheet whose rows lie ready; every call of `rows()` starts at the first row again."""

    name: str
    laid: list[list[Any]] = field(repr=False)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.laid)

    def rows(self) -> Iterator[list[Any]]:
        """Rows from row 1 and column A on."""
        return iter(self.laid)
