"""A small table that may be published: no cell, and no sum that can be subtracted, speaks of fewer than five. No database.

First lines are put together until every line has at least K (small categories into one, neighbouring months into a period), so
that all totals may stand. Then cells below K are hidden, and as many beside them as it takes: in no line is one hidden alone,
the hidden ones of a line come to at least K, and each lies on a closed path of hidden ones, so that no sum of rows and
columns leaves it alone (a cell that no path leads back to is a bridge, and could be worked out exactly).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K = 5
Cell = tuple[int, int]


@dataclass(frozen=True)
class SafeTable:
    """`rows` and `columns` are groups of the keys that were given; `cells[r][c]` is None where it is hidden.

    Empty when the whole is smaller than K.
    """

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int

    @property
    def hidden(self) -> int:
        return sum(cell is None for line in self.cells for cell in line)


def readable_table(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> SafeTable:
    """The one with the most columns of which at least two thirds of the cells are shown; with one column all of them are."""
    total = sum(counts.values())
    tables = (safe_table(counts, rows, columns, least=max(K, -(-total // parts))) for parts in (12, 6, 4, 3, 2, 1))
    return next(table for table in tables if 3 * table.hidden <= sum(map(len, table.cells)))


def safe_table(
    counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str], *, least: int = K
) -> SafeTable:
    """`counts` by (row, column). Rows keep their order, the small ones together as the last; columns stay neighbours, at least
    `least` together."""
    by_row = {row: sum(counts.get((row, column), 0) for column in columns) for row in rows}
    by_column = {column: sum(counts.get((row, column), 0) for row in rows) for column in columns}
    total = sum(by_row.values())
    if total < K:
        return SafeTable((), (), (), (), (), 0)
    row_groups, column_groups = small_together(by_row), neighbours_together(by_column, least)
    values = [
        [sum(counts.get((row, column), 0) for row in some for column in others) for others in column_groups]
        for some in row_groups
    ]
    hidden = hidden_cells(values)
    return SafeTable(
        rows=row_groups,
        columns=column_groups,
        cells=tuple(
            tuple(None if (r, c) in hidden else value for c, value in enumerate(line)) for r, line in enumerate(values)
        ),
        row_totals=tuple(sum(line) for line in values),
        column_totals=tuple(sum(line) for line in zip(*values, strict=True)),
        total=total,
    )


def small_together(totals: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Those that are zero are left out; those below K become one group, with the smallest others until it has K."""
    there = {key: count for key, count in totals.items() if count}
    small = [key for key, count in there.items() if count < K]
    large = sorted((key for key in there if key not in small), key=lambda key: there[key])
    while small and sum(there[key] for key in small) < K and large:
        small.append(large.pop(0))
    alone = tuple((key,) for key in there if key not in small)
    return (*alone, tuple(key for key in there if key in small)) if small else alone


def neighbours_together(totals: Mapping[str, int], least: int = K) -> tuple[tuple[str, ...], ...]:
    """Runs of neighbours with at least `least` each; what is left at the end joins the last run."""
    groups: list[list[str]] = []
    held: list[str] = []
    for key in totals:
        held.append(key)
        if sum(totals[one] for one in held) >= least:
            groups.append(held)
            held = []
    if held and groups:
        groups[-1].extend(held)
    return tuple(tuple(group) for group in groups)


def hidden_cells(values: Sequence[Sequence[int]]) -> set[Cell]:
    """Every line of `values` has at least K; ends, at the latest, with everything hidden."""
    hidden = {(r, c) for r, line in enumerate(values) for c, value in enumerate(line) if 0 < value < K}
    while True:
        more = next(
            (cell for line in _weak_lines(values, hidden) if (cell := _next_to_hide(values, line, hidden))), None
        )
        if more is None:
            lonely = _bridge(hidden)
            more = _beside(values, lonely, hidden) if lonely else None
        if more is None:
            return hidden
        hidden.add(more)


def _lines(values: Sequence[Sequence[int]]) -> list[list[Cell]]:
    height, width = len(values), len(values[0]) if values else 0
    rows = [[(r, c) for c in range(width)] for r in range(height)]
    return rows + [[(r, c) for r in range(height)] for c in range(width)]


def _weak_lines(values: Sequence[Sequence[int]], hidden: set[Cell]) -> list[list[Cell]]:
    """Lines whose hidden cells could be worked out, or are too few together."""
    weak = []
    for line in _lines(values):
        there = [cell for cell in line if cell in hidden]
        if there and (len(there) == 1 or sum(values[r][c] for r, c in there) < K):
            weak.append(line)
    return weak


def _next_to_hide(values: Sequence[Sequence[int]], line: Sequence[Cell], hidden: set[Cell]) -> Cell | None:
    """The smallest that is shown and not empty, or else an empty one."""
    shown = [cell for cell in line if cell not in hidden]
    return min(shown, key=lambda cell: (values[cell[0]][cell[1]] == 0, values[cell[0]][cell[1]], cell), default=None)


def _beside(values: Sequence[Sequence[int]], cell: Cell, hidden: set[Cell]) -> Cell | None:
    """One more cell in the row or the column of `cell`; anywhere when both are hidden wholly."""
    near = [other for line in _lines(values) if cell in line for other in line]
    every = [other for line in _lines(values) for other in line]
    return _next_to_hide(values, near, hidden) or _next_to_hide(values, every, hidden)


def _bridge(hidden: set[Cell]) -> Cell | None:
    """A hidden cell on no closed path: rows and columns are the knots, hidden cells the threads between them."""
    for cell in sorted(hidden):
        threads: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for r, c in hidden - {cell}:
            threads["row", r].append(("column", c))
            threads["column", c].append(("row", r))
        if not _leads(threads, ("row", cell[0]), ("column", cell[1])):
            return cell
    return None


def _leads(
    threads: Mapping[tuple[str, int], list[tuple[str, int]]], start: tuple[str, int], end: tuple[str, int]
) -> bool:
    seen, edge = {start}, [start]
    while edge:
        knot = edge.pop()
        if knot == end:
            return True
        fresh = [other for other in threads.get(knot, []) if other not in seen]
        seen.update(fresh)
        edge.extend(fresh)
    return False


def safe_share(part: int, rest: int) -> tuple[int, int] | None:
    """Both, or None when one of them speaks of one to four."""
    return None if 0 < part < K or 0 < rest < K or part + rest < K else (part, rest)
