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
    places = cells.item_place.tolist()
    for turn in range(LAST_TURN + 1):
        waiting = by_line[turns[by_line] == turn].tolist()
        for floored in (True, False):
            passed = []
            for at in waiting:
                place = places[at]
                group = int(board.group[place])
                if (floored and got[group] >= floors[group]) or not chosen.serve(place):
                    passed.append(at)
                else:
                    got[group] += 1
                if not chosen.total:
                    break
            waiting = passed
    board.put(sorted(Move(line, place, quantity) for (line, place), quantity in chosen.moves.items()))


class _Choice:
    """Which line serves the next need of a place."""

    def __init__(self, cells: Cells) -> None:
        self.board, self.cells = cells.board, cells
        self.moves: Counter[tuple[int, int]] = Counter()
        self.left = cells.amount.tolist()
        self.total = int(cells.amount.sum())
        self.cap = self.board.cap.tolist()
        self.units = [[[line, int(self.board.left[line])] for line in reversed(lines)] for lines in cells.lines]
        width = np.bincount(cells.arc_kind, minlength=len(cells.kinds))
        order = np.lexsort((cells.arc_kind, -cells.arc_fit, width[cells.arc_kind], cells.arc_cell))
        self.kinds_of: list[list[int]] = [[] for _cell in range(cells.count)]
        for arc in order[::-1].tolist():
            self.kinds_of[int(cells.arc_cell[arc])].append(int(cells.arc_kind[arc]))

    def serve(self, place: int) -> bool:
        """Give the place one device, if any is left for it."""
        school = int(self.board.school[place])
        kinds = self.kinds_of[int(self.cells.cell[place])]
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
