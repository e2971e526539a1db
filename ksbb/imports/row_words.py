"""A row of a file as a page tells it: what would change, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ksbb.imports.models import ImportRow


@dataclass(frozen=True, slots=True)
class RowInWords:
    """`changes`: (what, now, then); `problems`: column and message."""

    row: ImportRow
    changes: Sequence[tuple[str, str, str]]
    problems: Sequence[Mapping[str, str]]


def as_kept(row: ImportRow) -> RowInWords:
    """In the words that were written down when the file was rehearsed."""
    return RowInWords(row, row.changes, row.problems)
