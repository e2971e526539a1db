"""The formats in which a `Resource` is written for a spreadsheet program: the library's own, with nothing that could run.

SafeXLSX().export_data(resource.export(people))        # bytes
"""

from __future__ import annotations

from typing import Any, cast

from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from ksbb.common.spreadsheet_out import OutCell, OutSheet, csv_bytes, write_workbook

_WIDEST = 44
_LOOKED_AT = 200


class SafeXLSX(XLSX):  # type: ignore[misc]
    """A workbook with a bold header that stays in sight; every text is stored as text."""

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        headers = list(dataset.headers or [])
        rows = [[OutCell(title, bold=True) for title in headers], *dataset]
        return write_workbook(
            [OutSheet(dataset.title or "Daftar", rows, widths=_widths(headers, dataset), frozen="A2")]
        )


class SafeCSV(CSV):  # type: ignore[misc]
    """UTF-8 with a BOM; what might run stands behind an apostrophe."""

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return csv_bytes([list(dataset.headers or []), *dataset])

    def is_binary(self) -> bool:
        return True


def _widths(headers: list[str], dataset: Dataset) -> list[int]:
    """Per column, by its title and its first rows."""
    rows = cast("list[tuple[object, ...]]", dataset[:_LOOKED_AT])
    longest = [max([len(title), *(len(str(row[place] or "")) for row in rows)]) for place, title in enumerate(headers)]
    return [min(width + 2, _WIDEST) for width in longest]
