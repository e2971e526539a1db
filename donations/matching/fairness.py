"""Equal shares by water-filling, and the figures that a plan is judged by."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from donations.matching.board import Board
from donations.matching.cells import Cells
from donations.matching.given import LAST_TURN, Ints

Floats = NDArray[np.float64]
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """`points`: priority met, `fit`: best fit met, `objective`: per_point × points + fit; `by_turn`: devices for a household's
    first, second and later needs; `short`: devices missing to the floors; `jain` and `min_fill` over the share of each kecamatan's
    needs that is served (1 is perfectly equal; 0 where nothing is served); `destinations`: distinct (donor or line, school)."""

    devices: int
    by_turn: tuple[int, int, int]
    short: int
    points: int
    fit: int
    objective: int
    jain: float
    min_fill: float
    destinations: int

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """What counts, in its order: a plan is better than another when this is larger."""
        first, second, _later = self.by_turn
        return self.devices, 2 * first + second, -self.short, self.objective


@dataclass(frozen=True, slots=True)
class Floor:
    """What the needs of a kecamatan and form are to get before points decide, and what they get in the plan (pins included)."""

    district: str
    form: str
    floor: int
    got: int


def told_floors(board: Board, floors: Ints) -> tuple[Floor, ...]:
    """In order of (kecamatan, form)."""
    got = np.bincount(board.group, board.taken, len(board.groups)).astype(int)
    return tuple(
        Floor(*group, int(floor), int(served)) for group, floor, served in zip(board.groups, floors, got, strict=True)
    )


def floors_of(board: Board, cells: Cells, placed: int) -> Ints:
    """Devices that each group is to get in all, pins included: `floor_percent` of its equal share of what can be placed.

    `placed` is how many the best plan places. Shares are water-filled over kecamatan: what donors tie to one stays there, and the
    rest raises those who stand lowest to one level.
    """
    districts, district = np.unique([name for name, _form in board.groups] or [""], return_inverse=True)
    pinned = _sums(board.group, board.taken, len(board.groups))
    can = _room(board, cells) + pinned
    tied = _tied(cells, district[board.group[np.array(cells.some, dtype=np.int64)]], len(districts))
    able, held = (_sums(district[: len(can)], some, len(districts)) for some in (can, pinned))
    level = _water_level(able, np.minimum(tied + held, able), placed + int(pinned.sum()))
    shares: Ints = np.floor(can * level * board.weights.floor_percent / 100 + 1e-9).astype(np.int64)
    return shares


def _room(board: Board, cells: Cells) -> Floats:
    """How many devices each group can take: its needs that may be served, of a school with a cap no more than that."""
    school, group = (
        board.school[np.array(cells.some, dtype=np.int64)],
        board.group[np.array(cells.some, dtype=np.int64)],
    )
    capped = cells.binds[school]
    room = _sums(group, np.where(capped, 0, np.diff(cells.start)), len(board.groups))
    limited, at = np.unique(school[capped], return_index=True)
    return room + _sums(group[capped][at], board.cap[limited], len(board.groups))


def _tied(cells: Cells, district: Ints, count: int) -> Floats:
    """Devices of kinds that can serve one kecamatan only, as far as they find needs there; `district` of each cell."""
    low, high = np.full(len(cells.kinds), count), np.full(len(cells.kinds), -1)
    np.minimum.at(low, cells.arc_kind, district[cells.arc_cell])
    np.maximum.at(high, cells.arc_kind, district[cells.arc_cell])
    reach = np.bincount(cells.arc_kind, np.diff(cells.start)[cells.arc_cell], len(cells.kinds))
    tied = low == high
    return _sums(low[tied], np.minimum(cells.amount, reach)[tied], count)


def _sums(of: Ints, what: Ints | Floats, count: int) -> Floats:
    return np.bincount(of, what, count).astype(np.float64)


def _water_level(can: Floats, tied: Floats, placed: float) -> float:
    """The share x of everybody's needs at which max(tied, x × can) adds up to what is placed."""
    low, high = 0.0, 1.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(tied, can * middle).sum() <= placed else (low, middle)
    return low


def figures_of(board: Board, floors: Ints) -> Figures:
    """Of the moves on the board; `floors` per group as of `floors_of`."""
    served = _served(board)
    points = int(board.points[served].sum())
    fit = sum(
        move.quantity
        * board.weights.fit_of(
            board.places[move.place].need_class, board.lines[move.line].device_type, board.places[move.place].form
        )
        for move in board.moves
    )
    turns = np.bincount(board.turn[served], minlength=LAST_TURN + 1)
    fill = fills(board)
    stops = {(board.lines[m.line].donor or f"\0{board.lines[m.line].key}", board.school[m.place]) for m in board.moves}
    got = np.bincount(board.group, board.taken, len(board.groups))
    return Figures(
        devices=len(served),
        by_turn=(int(turns[0]), int(turns[1]), int(turns[2])),
        short=int(np.maximum(floors - got, 0).sum()),
        points=points,
        fit=fit,
        objective=board.weights.per_point * points + fit,
        jain=jain(list(fill.values())),
        min_fill=min(fill.values(), default=0.0),
        destinations=len(stops),
    )


def _served(board: Board) -> Ints:
    """The needs that have a device: the first ones of each place."""
    ahead = np.arange(len(board.place)) - board.first[:-1][board.place]
    return np.flatnonzero(ahead < board.taken[board.place])


def fills(board: Board) -> dict[str, float]:
    """kecamatan → the share of its needs that is served, before this run or in it; those without needs are left out."""
    has: Counter[str] = Counter()
    needs: defaultdict[str, int] = defaultdict(int)
    counts = np.diff(board.first)
    for index, place in enumerate(board.places):
        has[place.district] += place.served + int(board.taken[index])
        needs[place.district] += place.served + int(counts[index])
    return {district: has[district] / needs[district] for district in sorted(needs) if needs[district]}


def jain(shares: list[float]) -> float:
    """Jain's index, 1/n to 1; 0 where all are 0."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 0.0
