"""The cells of a row as uploaded, kept as text (and sealed by the caller) until the school has repaired them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ksbb.imports.cells import CellValue

# No row of a school's list is wider; a hostile one must not fill the database.
_LONGEST_CELL, _MOST_CELLS = 2_000, 400


@dataclass(frozen=True, slots=True)
class Head:
    """Everything above the data, each cell in its place, and where the columns stand that a problem may name."""

    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, int]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def pack_cells(cells: Sequence[CellValue]) -> str:
    """Text out of which `unpack_cells` makes the same cells, with their types; "" for none."""
    return json.dumps([_plain(cell) for cell in cells[:_MOST_CELLS]]) if cells else ""


def unpack_cells(text: str) -> list[CellValue]:
    """The cells of `pack_cells`."""
    return [_typed(value) for value in json.loads(text or "[]")]


def pack_head(head: Head) -> str:
    """The head as text."""
    return json.dumps({"rows": head.rows, "columns": dict(head.columns)})


def unpack_head(text: str) -> Head:
    """The head of `pack_head`; an empty one for ""."""
    values = json.loads(text or '{"rows": [], "columns": {}}')
    return Head(tuple(tuple(row) for row in values["rows"]), values["columns"])


def _plain(cell: CellValue) -> object:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell[:_LONGEST_CELL] if isinstance(cell, str) else cell


def _typed(value: Any) -> CellValue:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
    return value  # type: ignore[no-any-return]
