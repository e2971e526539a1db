"""Small cells of published figures are hidden, with what would reveal them by subtraction. No database here.

A cell below FEWEST speaks of so few people that neighbours would know them. Hiding it alone is no use while the sums around
it are told. So the published sums are taken as equations between cells, and cells are hidden until no hidden one follows from
what is told: a hidden cell is safe when some way of changing the hidden cells keeps all sums and changes it (it is no zero of
the equations' null space), and what is hidden of a told sum adds up to FEWEST at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

FEWEST = 5
# What is smaller than this in the null space is rounding.
_NOTHING = 1e-9

Cell = Hashable
Cells = Mapping[Any, int]


class Sum(NamedTuple):
    """`total` is what `parts` add up to; all of them are cells."""

    total: Cell
    parts: tuple[Cell, ...]


def is_small(value: int) -> bool:
    """Nobody is told by a zero."""
    return 0 < value < FEWEST


def hidden_cells(values: Cells, sums: Sequence[Sum]) -> frozenset[Cell]:
    """The cells of `values` that are not told. Every published sum stands in `sums`; the same input hides the same cells."""
    hidden = {cell for cell, value in values.items() if is_small(value)}
    of_cell: dict[Cell, list[Sum]] = defaultdict(list)
    for one in sums:
        for cell in (one.total, *one.parts):
            of_cell[cell].append(one)
    todo = list(sums)
    while True:
        while todo:
            more = _against(todo[-1], values, hidden, of_cell)
            if more is None:
                todo.pop()
            else:
                hidden.add(more)
                todo += of_cell[more]
        revealed = _derivable(hidden, sums)
        chosen = (_cheapest(one, values, hidden, of_cell) for cell in revealed for one in of_cell[cell])
        added = next((cell for cell in chosen if cell is not None), None)
        if added is None:
            return frozenset(hidden)
        hidden.add(added)
        todo = list(of_cell[added])


def hidden_of(values: Sequence[int]) -> frozenset[int]:
    """Of a list whose total is told: the positions that are not."""
    cells: dict[Cell, int] = dict(enumerate(values)) | {"all": sum(values)}
    hidden = hidden_cells(cells, [Sum("all", tuple(range(len(values))))] if len(values) > 1 else [])
    return frozenset(at for at in range(len(values)) if at in hidden)


def _against(one: Sum, values: Cells, hidden: set[Cell], of_cell: Mapping[Cell, list[Sum]]) -> Cell | None:
    """What to hide so that this sum alone gives nothing away; None where it does not."""
    unknown = [cell for cell in (one.total, *one.parts) if cell in hidden]
    if not unknown:
        return None
    too_little = one.total not in hidden and sum(values[cell] for cell in unknown) < FEWEST
    if len(unknown) > 1 and not too_little:
        return None
    return _cheapest(one, values, hidden, of_cell)


def _cheapest(one: Sum, values: Cells, hidden: set[Cell], of_cell: Mapping[Cell, list[Sum]]) -> Cell | None:
    """The part that costs the reader least: one that other sums hide something of already, then the smallest. Zeros come last,
    for hiding one protects little; the total only when nothing else is left."""
    told = [cell for cell in one.parts if cell not in hidden]
    if not told:
        return None if one.total in hidden else one.total

    def cost(cell: Cell) -> tuple[bool, int, int, str]:
        begun = sum(any(other in hidden for other in (near.total, *near.parts)) for near in of_cell[cell])
        return values[cell] == 0, -begun, values[cell], str(cell)

    return min(told, key=cost)


def _derivable(hidden: Iterable[Cell], sums: Sequence[Sum]) -> list[Cell]:
    """The hidden cells that have one value only under all sums together."""
    number = {cell: at for at, cell in enumerate(sorted(hidden, key=str))}
    rows = []
    for one in sums:
        row = [(number[cell], sign) for cell, sign in _signed(one) if cell in number]
        if row:
            rows.append(row)
    if not rows:
        return []
    matrix = np.zeros((len(rows), len(number)))
    for at, row in enumerate(rows):
        for column, sign in row:
            matrix[at, column] += sign
    _left, strengths, right = np.linalg.svd(matrix, full_matrices=True)
    rank = int((strengths > _NOTHING * max(1.0, float(strengths[0]))).sum())
    moves = np.abs(right[rank:]).max(axis=0) if rank < len(number) else np.zeros(len(number))
    return [cell for cell, at in number.items() if moves[at] < 1e-7]


def _signed(one: Sum) -> Iterable[tuple[Cell, int]]:
    yield one.total, -1
    for part in one.parts:
        yield part, 1
