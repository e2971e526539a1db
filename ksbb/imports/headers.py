"""Where the header of a sheet stands, and which column carries which name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ksbb.imports.cells import clean

HEAD_ROWS = 30
GROUP_SEPARATOR = " › "
# Fewer known names than this are a coincidence in a row of data.
_ENOUGH = 3

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place counted from 0, the name as the file writes it, and the name to compare by."""

    index: int
    name: str
    key: str

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above the column."""
        letters, rest = "", self.index + 1
        while rest:
            rest, place = divmod(rest - 1, 26)
            letters = chr(ord("A") + place) + letters
        return letters


@dataclass(frozen=True, slots=True)
class Header:
    """The header: its first row counted from 0, how many rows it takes (1 or 2), and its columns."""

    row: int
    height: int
    columns: tuple[Column, ...]


def header_key(name: str) -> str:
    """The name to compare by: one line, lower case, without the marks a form puts behind a required field."""
    return clean(name).strip("*: ").lower()


def find_header(head: Sequence[Row], known: Collection[str]) -> Header | None:
    """The row among the first thirty that carries most of the known names; None where no row carries enough.

    `known` holds names as `header_key` gives them; under a merged cell they read `data ayah › nama`.
    """
    keys = [[header_key(cell) if isinstance(cell, str) else "" for cell in row] for row in head[: HEAD_ROWS + 1]]
    scores = [len({key for key in row if key in known}) for row in keys[:HEAD_ROWS]]
    best = max(scores, default=0)
    if best < min(_ENOUGH, len(known)) or best == 0:
        return None
    at = scores.index(best)
    top = [_name(cell) for cell in head[at]]
    if at + 1 < len(head) and (joined := _joined(top, [_name(cell) for cell in head[at + 1]], known)):
        return Header(at, 2, _columns(joined))
    return Header(at, 1, _columns(top))


def _name(cell: object) -> str:
    return clean(cell) if isinstance(cell, str) else ""


def _joined(top: list[str], below: list[str], known: Collection[str]) -> list[str] | None:
    """The two rows as one, where the lower one names the parts of merged cells; None where it does not."""
    width = max(len(top), len(below))
    top = top + [""] * (width - len(top))
    below = below + [""] * (width - len(below))
    names, group, parts = [], "", 0
    for above, under in zip(top, below, strict=True):
        group = above or group
        if not under or header_key(under) == header_key(above):
            names.append(above)
            continue
        names.append(f"{group}{GROUP_SEPARATOR}{under}" if group else under)
        parts += header_key(names[-1]) in known
    return names if parts else None


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(index, name, header_key(name)) for index, name in enumerate(names) if header_key(name))
