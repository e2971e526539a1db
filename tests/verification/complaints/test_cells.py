"""No published number, and none that can be worked out from them, speaks of one to four complaints."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verification.complaint_cells import (
    K,
    SafeTable,
    hidden_cells,
    readable_table,
    safe_share,
    safe_table,
    small_together,
)

ROWS = ("a", "b", "c", "d")
COLUMNS = ("1", "2", "3", "4", "5")
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(0, 14), max_size=len(ROWS) * len(COLUMNS)
)


def all_numbers(table: SafeTable) -> list[int]:
    shown = [cell for line in table.cells for cell in line if cell is not None]
    return [*shown, *table.row_totals, *table.column_totals, table.total]


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_nothing_small_is_shown(counts: dict[tuple[str, str], int]) -> None:
    assert [number for number in all_numbers(safe_table(counts, ROWS, COLUMNS)) if 0 < number < K] == []


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_no_hidden_cell_can_be_worked_out_from_the_sums(counts: dict[tuple[str, str], int]) -> None:
    """The sums of lines, as equations over the hidden cells: none of the cells is fixed by them."""
    table = safe_table(counts, ROWS, COLUMNS)
    hidden = [(r, c) for r, line in enumerate(table.cells) for c, cell in enumerate(line) if cell is None]
    assume(hidden)
    equations = np.array(
        [[r == at for r, _c in hidden] for at in range(len(table.rows))]
        + [[c == at for _r, c in hidden] for at in range(len(table.columns))],
        dtype=float,
    )
    rank = np.linalg.matrix_rank(equations)
    alone = np.eye(len(hidden))
    fixed = [cell for cell, one in zip(hidden, alone, strict=True) if np.linalg.matrix_rank([*equations, one]) == rank]
    assert fixed == []


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_what_is_left_of_a_line_is_never_small(counts: dict[tuple[str, str], int]) -> None:
    """A line's sum less what is shown of it."""
    table = safe_table(counts, ROWS, COLUMNS)
    lines = [*zip(table.cells, table.row_totals, strict=True)]
    lines += [*zip(zip(*table.cells, strict=True), table.column_totals, strict=True)]
    left = [total - sum(cell or 0 for cell in cells) for cells, total in lines]
    assert [number for number in left if 0 < number < K] == []


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_true(counts: dict[tuple[str, str], int]) -> None:
    table = safe_table(counts, ROWS, COLUMNS)
    for group, cells in zip(table.rows, table.cells, strict=True):
        for months, cell in zip(table.columns, cells, strict=True):
            assert cell in (None, sum(counts.get((row, month), 0) for row in group for month in months))
    assert table.total in (0, sum(counts.values()))


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_most_of_the_published_table_can_be_read(counts: dict[tuple[str, str], int]) -> None:
    table = readable_table(counts, ROWS, COLUMNS)
    assert 3 * table.hidden <= sum(map(len, table.cells))


def test_fewer_than_five_in_all_give_no_table() -> None:
    assert safe_table({("a", "1"): 4}, ROWS, COLUMNS).rows == ()


def test_a_small_one_takes_the_smallest_other_along() -> None:
    assert small_together({"a": 3, "b": 9, "c": 6, "d": 0}) == (("b",), ("a", "c"))


def test_one_small_cell_hides_a_closed_path_of_four() -> None:
    assert len(hidden_cells([[2, 9, 9], [9, 9, 9], [9, 9, 9]])) == 4


def test_a_share_that_speaks_of_few_is_not_shown() -> None:
    assert [safe_share(9, 1), safe_share(2, 8), safe_share(2, 0)] == [None, None, None]
    assert [safe_share(9, 5), safe_share(7, 0)] == [(9, 5), (7, 0)]
