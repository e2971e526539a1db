"""Why this school and not that, and why something stays unplaced. Codes, which the pages put into words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from donations.matching.board import Board, Move
from donations.matching.cells import Cells
from donations.matching.given import Ints, Wish

# What decided, beside priority: see Reason.bound.
PINNED, WISH, CAP, FLOOR, FIT, BLOCK, SWAP, DRAW = "pinned", "wish", "cap", "floor", "fit", "block", "swap", "draw"
# Why devices stay: nothing open under the wish; only behind a closed gate, over a cap, at forbidden schools; all went to others.
NO_NEED, GATE, CAPPED, FORBIDDEN, TAKEN = "no_need", "gate", "cap", "forbidden", "taken"


@dataclass(frozen=True, slots=True)
class Reason:
    """The needs of the school that get a device in this plan go from (`turn`, `highest` points) to (`last_turn`, `lowest`); `ahead`
    open needs of the class stand strictly before the first of them anywhere.

    `next_school` is where the line could have gone instead and a need stays open, with that need's turn and points; None: nowhere.
    `margin`: points that the school's last served need has more than that (in the same turn; else None). `bound`: what else
    decided: pinned, wish, cap (the school has no more), floor (of its kecamatan and jenjang), fit (a better device for this one),
    block, swap (another line depends on it), draw (equal points, the lower lot).
    """

    turn: int
    highest: int
    last_turn: int
    lowest: int
    ahead: int
    next_school: int | None = None
    next_turn: int | None = None
    next_points: int | None = None
    margin: int | None = None
    bound: tuple[str, ...] = ()


class Explainer:
    """Explains the moves of a finished board; `start` are the cells of all lines as the play began."""

    def __init__(
        self, board: Board, start: Cells, floors: Ints, pinned: set[tuple[int, int]], blocks: list[int]
    ) -> None:
        self.board, self.floors, self.pinned, self.blocks = board, floors, pinned, blocks
        self.kind_of = {line: kind for kind, lines in enumerate(start.lines) for line in lines}
        self.got = np.bincount(board.group, board.taken, len(board.groups)).astype(np.int64)
        self._set_ahead()
        self._set_next(start)

    def _set_ahead(self) -> None:
        """Of each (class, turn, points) how many needs stand before it."""
        board = self.board
        classes = sorted({place.need_class for place in board.places})
        number = np.array([classes.index(place.need_class) for place in board.places], dtype=np.int64)
        key = (
            ((number[board.place] << 24) if len(board.place) else board.place)
            + (board.turn << 22)
            + (2**20 - board.points)
        )
        self._class_start = np.array([index << 24 for index in range(len(classes))], dtype=np.int64)
        self._class, self._sorted = number, np.sort(key)

    def _ahead(self, need: int) -> int:
        board = self.board
        start = int(self._class_start[self._class[board.place[need]]])
        key = start + (int(board.turn[need]) << 22) + (2**20 - int(board.points[need]))
        return int(np.searchsorted(self._sorted, key) - np.searchsorted(self._sorted, start))

    def _set_next(self, start: Cells) -> None:
        """For each kind up to three places that could still receive, the next in line first, of two schools at least."""
        board = self.board
        self.next_of: dict[int, list[int]] = defaultdict(list)
        waiting = np.flatnonzero((start.cell >= 0) & (board.open() > 0) & (board.cap[board.school] > 0))
        if not len(waiting):
            return
        need = board.first[waiting] + board.taken[waiting]
        order = np.lexsort((waiting, board.lot[need], -board.points[need], board.turn[need]))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        in_cells = np.lexsort((rank, start.cell[waiting]))
        cell = start.cell[waiting][in_cells]
        nth = np.arange(len(cell)) - np.searchsorted(cell, cell)
        best = np.full((2, start.count), -1, dtype=np.int64)
        for which in (0, 1):
            best[which, cell[nth == which]] = in_cells[nth == which]
        found = best[:, start.arc_cell].ravel()
        kinds = np.tile(start.arc_kind, 2)[found >= 0]
        found = found[found >= 0]
        chosen = np.lexsort((rank[found], kinds))
        kinds, found = kinds[chosen], found[chosen]
        keep = np.arange(len(kinds)) - np.searchsorted(kinds, kinds) < 3
        for kind, at in zip(kinds[keep].tolist(), found[keep].tolist(), strict=True):
            self.next_of[kind].append(int(waiting[at]))

    def reason(self, move: Move) -> Reason:
        board, place = self.board, move.place
        first, last = int(board.first[place]), int(board.first[place] + board.taken[place]) - 1
        turn, highest = int(board.turn[first]), int(board.points[first])
        last_turn, lowest = int(board.turn[last]), int(board.points[last])
        bound = []
        if (move.line, place) in self.pinned:
            bound.append(PINNED)
        if board.lines[move.line].wish != Wish():
            bound.append(WISH)
        if board.cap[board.school[place]] <= 0 and board.open()[place]:
            bound.append(CAP)
        near = [
            other
            for other in self.next_of[self.kind_of.get(move.line, -1)]
            if board.school[other] != board.school[place]
        ]
        if not near:
            return Reason(turn, highest, last_turn, lowest, self._ahead(first), bound=tuple(bound))
        need = int(board.first[near[0]] + board.taken[near[0]])
        there = int(board.turn[need]), int(board.points[need])
        bound += self._against(move, near[0], (last_turn, -lowest), (there[0], -there[1]))
        margin = lowest - there[1] if there[0] == last_turn else None
        return Reason(
            turn, highest, last_turn, lowest, self._ahead(first), board.places[near[0]].school, *there, margin, tuple(bound)
        )  # fmt: skip

    def _against(self, move: Move, other: int, here: tuple[int, int], there: tuple[int, int]) -> list[str]:
        """What decided against a need that stands no later in line than the last one served here."""
        if here < there:
            return []
        if here == there:
            return [DRAW]
        board, group = self.board, self.board.group[move.place]
        if self.got[group] <= self.floors[group]:
            return [FLOOR]
        if self.blocks[move.line] > 1:
            return [BLOCK]
        fits = [
            board.weights.fit_of(place.need_class, board.lines[move.line].device_type, place.form)
            for place in (board.places[move.place], board.places[other])
        ]
        return [FIT if fits[0] > fits[1] else SWAP]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Devices of the line that found no place; `why`: no_need, gate, cap, forbidden, taken."""

    supply: str
    quantity: int
    why: str


def unplaced(board: Board) -> tuple[Unplaced, ...]:
    """What is left of each line, in order of key."""
    found, known = [], {}
    for line in np.flatnonzero(board.left).tolist():
        given = board.lines[line]
        kind = given.device_type, given.wish, board.forbidden.get(line)
        if kind not in known:
            known[kind] = _why(board, line)
        found.append(Unplaced(given.key, int(board.left[line]), known[kind]))
    return tuple(found)


def _why(board: Board, line: int) -> str:
    near = board.finder.suiting(board.lines[line].device_type, board.lines[line].wish)
    near = near[np.diff(board.first)[near] > 0]
    left = near[board.open()[near] > 0]
    if not len(near):
        return NO_NEED
    if not len(left):
        return TAKEN
    if not board.may[left].all():
        return GATE
    if (board.cap[board.school[left]] <= 0).any():
        return CAPPED
    return FORBIDDEN if line in board.forbidden else TAKEN
