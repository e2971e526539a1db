"""The exact solution of one round: a min-cost flow from kinds of devices through cells and caps to the floor of each group.

    kind → cell → (school whose cap binds) → group (kecamatan, form) → end

Kind to cell pays fit, cell onwards pays priority (one arc for each turn and number of points), group to the end pays for every
device below the floor; what stays unplaced goes past them all. Each price outweighs the next one over any chain of swaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from donations.matching.cells import Cells
from donations.matching.given import LAST_TURN, Ints

# Exact for up to so many kinds, groups and caps; beyond, a chain of swaps would have to be longer and lose the whole range at each.
LONGEST_CHAIN = 128


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks that each arc of the cells carries, and how many items of each cell are served: the first ones."""

    arc: Ints
    cell: Ints


class Network:
    """The arcs in one order: kinds to cells, kinds past all, levels of cells, caps, below the floor, above it."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        board, some = cells.board, np.array(cells.some, dtype=np.int64)
        kinds, count = len(cells.kinds), cells.count
        schools = board.school[some]
        capped = np.unique(schools[cells.binds[schools]])
        number = np.full(len(board.schools), -1, dtype=np.int64)
        number[capped] = np.arange(len(capped))
        self.group = board.group[some]
        first_cap = kinds + count
        first_group = first_cap + len(capped)
        self.end = first_group + len(board.groups)
        onwards = np.where(number[schools] >= 0, first_cap + number[schools], first_group + self.group)
        cap_group = np.zeros(len(capped), dtype=np.int64)
        cap_group[number[schools][number[schools] >= 0]] = self.group[number[schools] >= 0]
        self._set_levels()
        groups = np.arange(first_group, self.end)
        past = np.full(kinds, self.end)
        ends = np.full(len(groups), self.end)
        levels = self.level_cell
        self.tails = np.concatenate(
            [cells.arc_kind, np.arange(kinds), kinds + levels, first_cap + np.arange(len(capped)), groups, groups]
        )
        self.heads = np.concatenate(
            [kinds + cells.arc_cell, past, onwards[levels], first_group + cap_group, ends, ends]
        )
        self.total = int(cells.amount.sum())
        caps = board.cap[capped] // cells.block
        amount = cells.amount
        beyond = np.full(len(groups), self.total)
        self.room = np.concatenate([amount[cells.arc_kind], amount, self.level_size, caps, 0 * groups, beyond])
        parts = np.cumsum([len(cells.arc_kind), kinds, len(levels), len(capped), len(groups)])
        self.levels, self.floors = slice(parts[1], parts[2]), slice(parts[3], parts[4])
        self._set_prices(min(2 * (kinds + len(capped) + len(groups) + 2), LONGEST_CHAIN))
        self.supply = np.zeros(self.end + 1, dtype=np.int64)
        self.supply[:kinds], self.supply[self.end] = amount, -self.total

    def _set_levels(self) -> None:
        """Runs of items of one cell, turn and value."""
        cells = self.cells
        cell = np.repeat(np.arange(cells.count), np.diff(cells.start))
        new = np.ones(len(cell), dtype=bool)
        new[1:] = (np.diff(cell) != 0) | (np.diff(cells.item_turn) != 0) | (np.diff(cells.item_value) != 0)
        self.level_at = np.flatnonzero(new)
        self.level_size = np.diff(np.append(self.level_at, len(cell)))
        self.level_cell = cell[self.level_at]

    def _set_prices(self, chain: int) -> None:
        fit, value = self.cells.arc_fit, self.cells.item_value[self.level_at]
        spread = int(np.ptp(fit) if len(fit) else 0) + int(np.ptp(value) if len(value) else 0) + 1
        below_floor = chain * spread
        turn = 2 * below_floor + chain * spread
        placed = 2 * chain * LAST_TURN * turn - min(0, int(min(fit, default=0)) + int(min(value, default=0)))
        self.price = np.zeros(len(self.tails), dtype=np.int64)
        self.price[: len(fit)] = -fit
        self.price[self.levels] = -placed - turn * (LAST_TURN - self.cells.item_turn[self.level_at]) - value
        self.price[self.floors] = -below_floor

    def solve(self, floor: Ints | None = None) -> Ints:
        """What each arc carries at best, with floors in blocks per group (none: no floors)."""
        if floor is not None:
            self.room[self.floors] = floor
        return solved(self.tails, self.heads, self.room, self.price, self.supply)

    def placed(self, carried: Ints) -> int:
        """How many blocks find a place."""
        return int(carried[self.levels].sum())

    def flow(self, carried: Ints) -> Flow:
        arc = carried[: len(self.cells.arc_kind)]
        return Flow(arc, np.bincount(self.cells.arc_cell, arc, self.cells.count).astype(np.int64))

    def drawn(self, carried: Ints) -> Ints:
        """Among all solutions as good as `carried` the one that the draw prefers: the lowest lots, then the order of places.

        By complementary slackness an arc whose reduced price is not zero carries the same in all of them. The others are solved
        again: each need an arc of its own with the rank of its lot as the price, everything else for nothing.
        """
        worth = self._potentials(carried)
        free = self.price + worth[self.tails] - worth[self.heads] == 0
        levels = np.flatnonzero(free[self.levels])
        if not len(levels):
            return carried
        held = np.where(free, 0, carried)
        balance = self.supply.copy()
        np.subtract.at(balance, self.tails, held)
        np.add.at(balance, self.heads, held)
        sizes = self.level_size[levels]
        of_level = np.repeat(levels, sizes)
        item = (
            np.arange(len(of_level))
            - np.repeat(np.cumsum(sizes) - sizes, sizes)
            + np.repeat(self.level_at[levels], sizes)
        )
        rank = np.empty(len(item), dtype=np.int64)
        rank[np.lexsort((item, self.cells.item_place[item], self.cells.item_lot[item]))] = np.arange(len(item))
        free[self.levels] = False
        rest, singles = np.flatnonzero(free), of_level + self.levels.start
        found = solved(
            np.concatenate([self.tails[rest], self.tails[singles]]),
            np.concatenate([self.heads[rest], self.heads[singles]]),
            np.concatenate([self.room[rest], np.ones(len(singles), dtype=np.int64)]),
            np.concatenate([np.zeros(len(rest), dtype=np.int64), rank]),
            balance,
        )
        held[rest] = found[: len(rest)]
        np.add.at(held, singles, found[len(rest) :])
        return held

    def _potentials(self, carried: Ints) -> Ints:
        """Shortest distances to each node in what is left of the network (Bellman-Ford), from anywhere."""
        forth, back = carried < self.room, carried > 0
        # Of a cell's levels, which get dearer one by one, only the first that has room and the last that carries matter.
        for open_levels, keep_last in ((forth[self.levels], False), (back[self.levels], True)):
            cell = self.level_cell[open_levels]
            same = cell[1:] == cell[:-1]
            kept = ~np.append(same, False) if keep_last else ~np.insert(same, 0, False)
            open_levels[open_levels] = kept[: len(cell)]
        tails = np.concatenate([self.tails[forth], self.heads[back]])
        heads = np.concatenate([self.heads[forth], self.tails[back]])
        price = np.concatenate([self.price[forth], -self.price[back]])
        order = np.argsort(heads, kind="stable")
        tails, heads, price = tails[order], heads[order], price[order]
        at = np.flatnonzero(np.append(True, np.diff(heads) != 0)[: len(heads)])
        reached = heads[at]
        worth = np.zeros(self.end + 1, dtype=np.int64)
        while len(at):
            nearer = np.minimum(worth[reached], np.minimum.reduceat(worth[tails] + price, at))
            if np.array_equal(nearer, worth[reached]):
                break
            worth[reached] = nearer
        return worth


def solved(tails: Ints, heads: Ints, room: Ints, price: Ints, supply: Ints) -> Ints:
    """What each arc carries. Deterministic: one thread, arcs in the order given. Raises RuntimeError where no flow exists."""
    solver = SimpleMinCostFlow()
    if not len(tails):
        return np.empty(0, dtype=np.int64)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), room, price)
    solver.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"matching: the flow is {status}")
    return np.asarray(solver.flows(arcs), dtype=np.int64)
