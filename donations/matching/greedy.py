"""The simple plan: each need in the order of the line takes what suits it. Oracle of the tests, yardstick, and fallback."""

from __future__ import annotations

from collections import Counter

import numpy as np

from donations.matching.board import Board, Move
from donations.matching.cells import Cells
from donations.matching.given import LAST_TURN, Ints


def play_greedily(board: Board, floors: Ints) -> None:
    """Play one plan under the same limits as the exact one: turn by turn, first up to the floors, then whoever is next.

    A need takes from the kind with the narrowest wish, then the best fit; lines of a kind in the order of their keys, so lots
    are not dealt with an eye to trips.
    """
    cells = Cells(board, range(len(board.lines)))
    chosen = _Choice(cells)
    got = np.bincount(board.group, board.taken, len(board.groups)).tolist()
    turns = cells.item_turn
    by_line = np.lexsort((cells.item_place, cells.item_lot, -cells.item_value, turns))
    places, group_of = cells.item_place.tolist(), board.group.tolist()
    wanted = floors.tolist()
    for turn in range(LAST_TURN + 1):
        waiting = by_line[turns[by_line] == turn].tolist()
        for floored in (True, False):
            passed = []
            for at in waiting:
                place = places[at]
                group = group_of[place]
                if floored and got[group] >= wanted[group]:
                    passed.append(at)
                elif chosen.serve(place):
                    got[group] += 1
                if not chosen.total:
                    break
            waiting = passed  # whom no line is left for now has none later either
    board.put(sorted(Move(line, place, quantity) for (line, place), quantity in chosen.moves.items()))


class _Choice:
    """Which line serves the next need of a place."""

    def __init__(self, cells: Cells) -> None:
        self.board = cells.board
        self.school_of = cells.board.school.tolist()
        self.moves: Counter[tuple[int, int]] = Counter()
        self.left = cells.amount.tolist()
        self.total = int(cells.amount.sum())
        self.cap = self.board.cap.tolist()
        self.units = [[[line, int(self.board.left[line])] for line in reversed(lines)] for lines in cells.lines]
        width = np.bincount(cells.arc_kind, minlength=len(cells.kinds))
        order = np.lexsort((cells.arc_kind, -cells.arc_fit, width[cells.arc_kind], cells.arc_cell))
        kinds_of: list[list[int]] = [[] for _cell in range(cells.count)]
        for cell, kind in zip(cells.arc_cell[order[::-1]].tolist(), cells.arc_kind[order[::-1]].tolist(), strict=True):
            kinds_of[cell].append(kind)
        self.kinds_at = [kinds_of[cell] if cell >= 0 else [] for cell in cells.cell.tolist()]

    def serve(self, place: int) -> bool:
        """Give the place one device, if any is left for it."""
        school = self.school_of[place]
        kinds = self.kinds_at[place]
        while kinds and not self.left[kinds[-1]]:
            kinds.pop()
        if not kinds or self.cap[school] < 1:
            return False
        units = self.units[kinds[-1]]
        line = units[-1]
        self.moves[line[0], place] += 1
        line[1] -= 1
        if not line[1]:
            units.pop()
        self.left[kinds[-1]] -= 1
        self.cap[school] -= 1
        self.total -= 1
        return True
