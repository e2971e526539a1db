"""No hidden cell can be reckoned from what is told (promise 37)."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from verification.suppression import FEWEST, Sum, hidden_cells, hidden_of, is_small

Table = dict[Any, int]
ALL = "all"


def with_sums(rows: int, columns: int, inner: list[int]) -> tuple[Table, list[Sum]]:
    """A table of `rows` × `columns` with all its margins."""
    names, heads = [f"r{n}" for n in range(rows)], [f"c{n}" for n in range(columns)]
    table: Table = dict(zip(itertools.product(names, heads), inner, strict=True))
    sums = [Sum((row, ALL), tuple((row, head) for head in heads)) for row in names]
    sums += [Sum((ALL, head), tuple((row, head) for row in names)) for head in heads]
    sums.append(Sum((ALL, ALL), tuple((row, ALL) for row in names)))
    sums.append(Sum((ALL, ALL), tuple((ALL, head) for head in heads)))
    for one in sums:
        table[one.total] = sum(table[part] for part in one.parts)
    return table, sums


tables = st.tuples(st.integers(2, 4), st.integers(2, 3)).flatmap(
    lambda size: st.lists(st.integers(0, 12), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
        lambda inner: with_sums(*size, inner)
    )
)


def guesses(table: Table, sums: list[Sum], hidden: frozenset[object]) -> dict[tuple[str, str], bool]:
    """hidden cell → whether a table with another number there agrees with everything that is told. Integers of any sign: who
    knows only the sums. Found by moving one around every ring, and through hidden margins."""
    cells = sorted(hidden, key=str)
    free = {}
    for cell in cells:
        free[cell] = any(
            all(_balance(one, dict(zip(cells, change, strict=True))) == 0 for one in sums)
            for change in itertools.product((-1, 0, 1), repeat=len(cells))
            if change[cells.index(cell)]
        )
    return free  # type: ignore[return-value]


def _balance(one: Sum, change: dict[object, int]) -> int:
    return sum(change.get(part, 0) for part in one.parts) - change.get(one.total, 0)


@given(tables)
def test_every_small_cell_is_hidden(told):
    table, sums = told
    assert {cell for cell, value in table.items() if is_small(value)} <= hidden_cells(table, sums)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_every_hidden_cell_could_be_another_number(inner):
    """Tried out, not reckoned the same way: all small changes of a table of two by two."""
    table, sums = with_sums(2, 2, inner)
    assert all(guesses(table, sums, hidden_cells(table, sums)).values())


@given(tables)
def test_what_is_hidden_of_a_told_sum_is_not_small(told):
    table, sums = told
    hidden = hidden_cells(table, sums)
    for one in sums:
        unknown = [part for part in one.parts if part in hidden]
        assert one.total in hidden or not unknown or sum(table[part] for part in unknown) >= FEWEST


@given(tables)
def test_a_table_without_small_cells_is_told_whole(told):
    table, sums = told
    assert hidden_cells({cell: value * FEWEST for cell, value in table.items()}, sums) == frozenset()


@given(st.lists(st.integers(0, 40), min_size=2, max_size=12))
def test_of_a_list_with_its_total_never_a_single_one_is_hidden_beside_the_told_total(values):
    assert len(hidden_of(values)) != 1 or is_small(sum(values))


def test_the_neighbour_of_a_small_cell_goes_with_it():
    assert hidden_of([3, 20, 9]) == frozenset({0, 2})


def test_a_small_cell_of_a_table_takes_a_ring_with_it():
    table, sums = with_sums(3, 3, [2, *[10] * 8])
    assert len(hidden_cells(table, sums)) == 4
