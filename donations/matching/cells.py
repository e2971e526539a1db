"""Needs and devices that are interchangeable, put together: what makes an exact solution as cheap as a greedy one.

Places of one kecamatan, form and class are one cell, unless a donor named the school or its kelurahan, a line may not go there, or
the school has a cap that binds. Lines of one device type and wish are one kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from donations.matching.board import Board, rank_key
from donations.matching.finding import Finder
from donations.matching.given import Ints, Wish

Kind = tuple[str, Wish, frozenset[tuple[int, str]]]


class Cells:
    """One round's view of the board for the lines `lines`, whose devices travel in blocks of `block`.

    `amount[k]` blocks of kind k; items (blocks of needs) in the order of cell, turn, value, lot: `item_place`, `item_turn`,
    `item_value` (points of the block), `item_lot`, those of cell c at `start[c] : start[c + 1]`; arcs `arc_kind`, `arc_cell`,
    `arc_fit` say which kind may serve which cell.
    """

    def __init__(self, board: Board, lines: Iterable[int], block: int = 1) -> None:
        self.board, self.block = board, block
        self._set_kinds(lines)
        self._set_cells()
        self._set_items()
        self._set_arcs()

    def _set_kinds(self, lines: Iterable[int]) -> None:
        kinds: dict[Kind, list[int]] = defaultdict(list)
        for line in lines:
            if self.board.left[line] >= self.block:
                given = self.board.lines[line]
                kinds[given.device_type, given.wish, self.board.forbidden.get(line, frozenset())].append(line)
        # A kind is as old as its first line, so that the order does not hang on how a wish is written.
        self.kinds = sorted(kinds, key=lambda kind: kinds[kind][0])
        self.lines = [kinds[kind] for kind in self.kinds]
        self.amount = np.array(
            [sum(int(self.board.left[line]) // self.block for line in lines) for lines in self.lines], dtype=np.int64
        )

    def _set_cells(self) -> None:
        board = self.board
        receiving = board.may & (board.open() >= self.block) & (board.cap[board.school] >= self.block)
        wanted = np.bincount(board.school, weights=np.where(receiving, board.open(), 0), minlength=len(board.schools))
        self.binds = wanted > board.cap
        named = {wish.school for _type, wish, _bans in self.kinds if wish.school is not None}
        named |= {school for _type, _wish, bans in self.kinds for school, _class in bans}
        villages = {wish.territory for _type, wish, _bans in self.kinds if wish.territory}
        keys: dict[tuple[str, str, str, str, int], int] = {}
        self.cell = np.full(len(board.places), -1, dtype=np.int64)
        self.some: list[int] = []
        for index in np.flatnonzero(receiving):
            place = board.places[index]
            alone = place.school in named or self.binds[board.school[index]]
            key = (
                place.district, place.form, place.need_class, place.village if place.village in villages else "",
                place.school if alone else -1,
            )  # fmt: skip
            self.cell[index] = keys.setdefault(key, len(keys))
            if self.cell[index] == len(self.some):
                self.some.append(int(index))

    @property
    def count(self) -> int:
        """How many cells there are; `some[c]` is a place of cell c."""
        return len(self.some)

    def _set_items(self) -> None:
        board = self.board
        cell = self.cell[board.place]
        ahead = np.arange(len(board.place)) - board.first[:-1][board.place] - board.taken[board.place]
        waiting = np.flatnonzero((cell >= 0) & (ahead >= 0))
        value = board.points * board.weights.per_point
        if self.block > 1:
            waiting, value = self._whole_blocks(waiting, ahead, value)
        place, turn, worth, lot = board.place[waiting], board.turn[waiting], value[waiting], board.lot[waiting]
        order = np.lexsort((place, lot, rank_key(cell[waiting], turn, worth)))
        self.item_place, self.item_turn = place[order], turn[order]
        self.item_value, self.item_lot = worth[order], lot[order]
        counts = np.bincount(self.cell[self.item_place], minlength=self.count)
        self.start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)

    def _whole_blocks(self, waiting: Ints, ahead: Ints, value: Ints) -> tuple[Ints, Ints]:
        """The first need of each block of `block` first-turn needs that stand together, and the sums of the blocks' points."""
        board = self.board
        sums = np.concatenate(([0], np.cumsum(value)))
        heads = waiting[(ahead[waiting] % self.block == 0) & (waiting + self.block <= len(board.place))]
        tails = heads + self.block - 1
        heads = heads[(board.place[tails] == board.place[heads]) & (board.turn[tails] == 0)]
        value = value.copy()
        value[heads] = sums[heads + self.block] - sums[heads]
        return heads, value

    def _set_arcs(self) -> None:
        empty = np.empty(0, dtype=np.int64)
        found = [self._served_by(kind) for kind in self.kinds]
        self.arc_cell = np.concatenate([empty, *found])
        self.arc_kind = np.repeat(np.arange(len(found)), [len(cells) for cells in found]).astype(np.int64)
        fits = [self._fits[kind[0]][cells] for kind, cells in zip(self.kinds, found, strict=True)]
        self.arc_fit = np.concatenate([empty, *fits]) * self.block

    def _served_by(self, kind: Kind) -> Ints:
        """The cells that a kind may serve; whatever a wish or ban names below the kecamatan is a cell of its own."""
        device_type, wish, bans = kind
        cells = self._finder.suiting(device_type, wish)
        banned = [
            cell
            for school in {school for school, _class in bans}
            for cell in self._finder.of_school.get(school, ())
            if (school, self._finder.places[cell].need_class) in bans
        ]
        return cells[~np.isin(cells, banned)] if banned else cells

    @cached_property
    def _finder(self) -> Finder:
        """Of each cell one place speaks for all."""
        return Finder([self.board.places[some] for some in self.some])

    @cached_property
    def _fits(self) -> dict[str, Ints]:
        """Points of fit of each type in each cell."""
        told = [(place.need_class, place.form) for place in self._finder.places]
        found = {}
        for device_type in {device_type for device_type, _wish, _bans in self.kinds}:
            known = {pair: self.board.weights.fit_of(pair[0], device_type, pair[1]) for pair in set(told)}
            found[device_type] = np.array([known[pair] for pair in told], dtype=np.int64)
        return found
