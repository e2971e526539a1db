"""The matching: a proposal that a person confirms, and what it costs to have it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from donations.matching.board import Board, Move
from donations.matching.cells import Cells
from donations.matching.dealing import deal
from donations.matching.explaining import Explainer, Reason, Unplaced, unplaced
from donations.matching.fairness import Figures, Floor, figures_of, floors_of, told_floors
from donations.matching.flow import Network
from donations.matching.given import Demand, Forbid, Ints, Pin, SupplyLine, Weights
from donations.matching.greedy import play_greedily

# The sizes among which a price of destinations chooses.
BLOCKS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """So many of the line's devices go to the school's needs of the class, the first ones in line."""

    supply: str
    school: int
    need_class: str
    quantity: int
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines in order of (supply, school, class). `before` are the figures of an empty plan, `unfloored` those of the best plan
    without floors, `greedy` those of the simple plan under the same limits (both None unless compared); `block`: the size used."""

    lines: tuple[ProposalLine, ...]
    unplaced: tuple[Unplaced, ...]
    before: Figures
    after: Figures
    floors: tuple[Floor, ...]
    block: int
    unfloored: Figures | None = None
    greedy: Figures | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a change adds (minus: takes away)."""

    devices: int
    first_devices: int
    objective: int
    short: int
    jain: float
    min_fill: float
    destinations: int
    after: Figures


@dataclass(frozen=True, slots=True)
class _Played:
    """A finished board, and how it came to be."""

    board: Board
    start: Cells
    floors: Ints
    blocks: list[int]
    unfloored: Board | None

    @property
    def block(self) -> int:
        return max(self.blocks, default=1)


def propose(
    supply: Iterable[SupplyLine],
    demand: Demand,
    weights: Weights | None = None,
    *,
    seed: str = "",
    pinned: Iterable[Pin] = (),
    forbidden: Iterable[Forbid] = (),
    compare: bool = True,
) -> Proposal:
    """The best plan; the same whatever the order of the input. Exact for blocks of one, and never worse than greedy then; larger
    blocks give points for fewer trips, never devices, a household's first device or a floor.

    `seed` only orders equal lines. `compare` adds the yardsticks and the reasons, which take as long again.
    Raises ImpossiblePin, and ValueError where a key stands twice.
    """
    begin = Board(supply, demand, weights or Weights(), seed, forbidden)
    empty = begin.copy()
    begin.pin(pinned)
    played = _best_played(begin, compare=compare)
    board, floors = played.board, played.floors
    before, after = figures_of(empty, floors), figures_of(board, floors)
    left = unplaced(board)
    plain = [(move, None) for move in _summed(board.moves)]
    if not compare:
        return Proposal(_told(board, plain), left, before, after, told_floors(board, floors), played.block)
    explainer = Explainer(board, played.start, floors, {(move.line, move.place) for move in begin.moves}, played.blocks)
    told = _told(board, [(move, explainer.reason(move)) for move, _none in plain])
    simple = _greedy_board(begin, floors)
    return Proposal(
        told, left, before, after, told_floors(board, floors), played.block,
        unfloored=figures_of(played.unfloored, floors) if played.unfloored else None, greedy=figures_of(simple, floors),
    )  # fmt: skip


def greedy(
    supply: Iterable[SupplyLine],
    demand: Demand,
    weights: Weights | None = None,
    *,
    seed: str = "",
    pinned: Iterable[Pin] = (),
    forbidden: Iterable[Forbid] = (),
) -> Proposal:
    """The simple plan under the same limits, without reasons: fallback, yardstick, and oracle of the tests."""
    begin = Board(supply, demand, weights or Weights(), seed, forbidden)
    empty = begin.copy()
    begin.pin(pinned)
    cells = Cells(begin, range(len(begin.lines)))
    network = Network(cells)
    floors = floors_of(begin, cells, network.placed(network.solve()))
    board = _greedy_board(begin, floors)
    left = unplaced(board)
    plain = _told(board, [(move, None) for move in _summed(board.moves)])
    return Proposal(
        plain, left, figures_of(empty, floors), figures_of(board, floors), told_floors(board, floors), block=1
    )


def cost_of(
    change: Pin | Forbid,
    supply: Iterable[SupplyLine],
    demand: Demand,
    weights: Weights | None = None,
    *,
    base: Figures,
    seed: str = "",
    pinned: Iterable[Pin] = (),
    forbidden: Iterable[Forbid] = (),
) -> Cost:
    """What the change would do to the plan whose figures are `base` (same arguments otherwise). Raises ImpossiblePin."""
    pins = [*pinned, change] if isinstance(change, Pin) else list(pinned)
    bans = [*forbidden, change] if isinstance(change, Forbid) else list(forbidden)
    after = propose(supply, demand, weights, seed=seed, pinned=pins, forbidden=bans, compare=False).after
    return Cost(
        devices=after.devices - base.devices,
        first_devices=after.by_turn[0] - base.by_turn[0],
        objective=after.objective - base.objective,
        short=after.short - base.short,
        jain=after.jain - base.jain,
        min_fill=after.min_fill - base.min_fill,
        destinations=after.destinations - base.destinations,
        after=after,
    )


def _best_played(begin: Board, *, compare: bool) -> _Played:
    """One play, or with a price of destinations the best of several blocks."""
    price = begin.weights.destination_price
    if not price:
        return _played(begin, compare=compare)
    best, most = None, 0
    for block in [size for size in BLOCKS if size == 1 or size <= begin.weights.block]:
        board = begin.copy()
        board.weights = replace(begin.weights, block=block)
        played = _played(board, compare=compare)
        figures = figures_of(played.board, played.floors)
        gain = figures.objective - price * figures.destinations
        if best is None or gain > most:
            best, most = played, gain
    assert best is not None
    return best


def _played(begin: Board, *, compare: bool) -> _Played:
    board, everybody = begin.copy(), range(len(begin.lines))
    cells = Cells(board, everybody)
    network = Network(cells)
    loose = network.solve()
    floors = floors_of(board, cells, network.placed(loose))
    unfloored = None
    if compare:
        unfloored = board.copy()
        unfloored.put(deal(cells, network.flow(network.drawn(loose))))
    moves = _best_moves(board, cells, network, floors)
    exact = board.copy()
    exact.put(moves)
    wanted = [_block_of(board, line) for line in everybody]
    for most in _sizes_down_from(max(wanted, default=1)):
        blocks = [min(size, most) for size in wanted]
        played = _in_blocks(board, moves, floors, blocks) if most > 1 else exact
        if figures_of(played, floors).worth[:3] >= figures_of(exact, floors).worth[:3]:
            break
    return _Played(played, cells, floors, blocks, unfloored)


def _sizes_down_from(most: int) -> list[int]:
    """Blocks buy fewer trips with points alone. Where they would cost devices, first devices or a floor, smaller ones are tried."""
    return [most, *(size for size in reversed(BLOCKS) if size < most)]


def _in_blocks(begin: Board, moves: list[Move], floors: Ints, blocks: list[int]) -> Board:
    """Lines that travel one by one as in `moves`, then the others in their blocks, the largest first, then what is left of all."""
    board = begin.copy()
    board.put([move for move in moves if blocks[move.line] == 1])
    for size in sorted({size for size in blocks if size > 1}, reverse=True):
        _round(board, [line for line, its in enumerate(blocks) if its == size], floors, size)
    _round(board, range(len(board.lines)), floors, 1)
    return board


def _round(board: Board, lines: Iterable[int], floors: Ints, block: int) -> None:
    cells = Cells(board, lines, block)
    board.put(_best_moves(board, cells, Network(cells), floors))


def _best_moves(board: Board, cells: Cells, network: Network, floors: Ints) -> list[Move]:
    got = np.bincount(board.group, board.taken, len(board.groups)).astype(np.int64)
    carried = network.solve(np.maximum(floors - got, 0) // cells.block)
    return deal(cells, network.flow(network.drawn(carried)))


def _block_of(board: Board, line: int) -> int:
    given, weights = board.lines[line], board.weights
    if given.wish.school is not None:
        return 1
    return max(weights.block, weights.bulk_block if given.bulk else 1)


def _greedy_board(begin: Board, floors: Ints) -> Board:
    board = begin.copy()
    play_greedily(board, floors)
    return board


def _summed(moves: Iterable[Move]) -> list[Move]:
    """One move for each line and place."""
    sums: dict[tuple[int, int], int] = {}
    for move in moves:
        sums[move.line, move.place] = sums.get((move.line, move.place), 0) + move.quantity
    return [Move(line, place, quantity) for (line, place), quantity in sorted(sums.items())]


def _told(board: Board, moves: Iterable[tuple[Move, Reason | None]]) -> tuple[ProposalLine, ...]:
    return tuple(
        ProposalLine(
            board.lines[move.line].key, board.places[move.place].school, board.places[move.place].need_class,
            move.quantity, reason,
        )
        for move, reason in moves
    )  # fmt: skip
