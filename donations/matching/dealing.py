"""From amounts between kinds and cells to named lines and schools, with few destinations and without touching who receives.

Needs of a cell are served in the order of the line. Devices of a kind are interchangeable, so the largest lines are dealt to the
schools with most chosen needs, and a line prefers schools that it empties, or that its donor goes to anyway.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from donations.matching.board import Move
from donations.matching.cells import Cells
from donations.matching.flow import Flow


class Bins:
    """Numbered bins with room, the smallest number first among equal ones."""

    def __init__(self, rooms: Iterable[tuple[int, int]]) -> None:
        self.room = {number: room for number, room in rooms if room > 0}
        self._of_size: dict[int, list[int]] = defaultdict(list)
        for number in sorted(self.room, reverse=True):
            self._of_size[self.room[number]].append(number)
        self._sizes = sorted(self._of_size)

    def choose(self, amount: int) -> int | None:
        """The bin for a load of `amount`: one that it fills exactly, else the largest that it fills, else the smallest."""
        if not self._sizes:
            return None
        at = bisect_left(self._sizes, amount)
        if at == len(self._sizes) or self._sizes[at] != amount:
            at = max(at - 1, 0)
        return self._of_size[self._sizes[at]][-1]

    def fill(self, number: int, amount: int) -> int:
        """Put up to `amount` in; how much went."""
        room = self.room[number]
        taken = min(room, amount)
        self._drop(number, room)
        if room > taken:
            self.room[number] = room - taken
            self._add(number, room - taken)
        else:
            del self.room[number]
        return taken

    def _drop(self, number: int, room: int) -> None:
        same = self._of_size[room]
        if same[-1] == number:
            same.pop()
        else:
            del same[_index_down(same, number)]
        if not same:
            del self._of_size[room]
            del self._sizes[bisect_left(self._sizes, room)]

    def _add(self, number: int, room: int) -> None:
        if room not in self._of_size:
            insort(self._sizes, room)
        same = self._of_size[room]
        same.insert(_index_down(same, number), number)


def _index_down(numbers: Sequence[int], number: int) -> int:
    """Where `number` stands, or would, in numbers that go down."""
    return bisect_left(numbers, -number, key=lambda other: -other)


def deal(cells: Cells, flow: Flow) -> list[Move]:
    """The round's moves, in devices, sorted."""
    block, board = cells.block, cells.board
    wanted = _served_places(cells, flow)
    by_kind: dict[int, list[tuple[int, int]]] = defaultdict(list)
    loads: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for arc in np.flatnonzero(flow.arc):
        loads[int(cells.arc_cell[arc])].append((int(flow.arc[arc]), int(cells.arc_kind[arc])))
    for cell, amounts in sorted(loads.items()):
        for kind, place, quantity in _packed(sorted(amounts, key=lambda load: (-load[0], load[1])), wanted[cell]):
            by_kind[kind].append((place, quantity))
    visited: dict[str, set[int]] = defaultdict(set)
    moves = []
    for kind, rooms in sorted(by_kind.items()):
        bins = Bins(rooms)
        for line in sorted(cells.lines[kind], key=board.dealt_first):
            left = int(board.left[line]) // block
            going = visited[board.lines[line].donor or board.lines[line].key]
            while left and (stop := _next_stop(cells, bins, left, going)) is not None:
                quantity = bins.fill(stop, left)
                left -= quantity
                going.add(int(board.school[stop]))
                moves.append(Move(line, stop, quantity * block))
    return sorted(moves)


def _served_places(cells: Cells, flow: Flow) -> dict[int, list[tuple[int, int]]]:
    """Of each cell that is served its places with their served items: the first in line."""
    found = {}
    for cell in np.flatnonzero(flow.cell):
        begin = cells.start[cell]
        places, counts = np.unique(cells.item_place[begin : begin + flow.cell[cell]], return_counts=True)
        found[int(cell)] = list(zip(places.tolist(), counts.tolist(), strict=True))
    return found


def _packed(loads: list[tuple[int, int]], rooms: list[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """(kind, place, quantity): loads and rooms have the same sum."""
    if len(loads) == 1:
        yield from ((loads[0][1], place, room) for place, room in rooms)
        return
    bins = Bins(rooms)
    for load, kind in loads:
        left = load
        while left and (place := bins.choose(left)) is not None:
            quantity = bins.fill(place, left)
            left -= quantity
            yield kind, place, quantity


def _next_stop(cells: Cells, bins: Bins, left: int, going: set[int]) -> int | None:
    """A place of a school where the donor goes anyway, else the best filled one."""
    if going and len(going) <= 8:
        for school in sorted(going):
            for place in cells.board.places_of[school]:
                if place in bins.room:
                    return place
    return bins.choose(left)
