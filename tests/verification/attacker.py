"""Somebody who has every published file of every day, knows how the figures are made, and an exact solver.

What is published becomes statements about whole numbers that are not negative; a target is pinned when no world that agrees
with all of them has it at zero or at five or more: then it is one to four people, or their number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from recipients.models import COUNTED
from verification.figures import FigureCube
from verification.rounding import FEWEST

LARGEST = 400
Cell = Hashable
Target = Mapping[Cell, int]
NOT_FEW = cp_model.Domain.from_intervals([[-2 * LARGEST, -FEWEST], [0, 0], [FEWEST, 20 * LARGEST]])


class Attacker:
    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.cells: dict[Cell, cp_model.IntVar] = {}

    def cell(self, name: Cell) -> cp_model.IntVar:
        if name not in self.cells:
            self.cells[name] = self.model.new_int_var(0, LARGEST, str(name))
        return self.cells[name]

    def learn(self, cells: Iterable[Cell], low: int, high: int) -> None:
        self.model.add_linear_constraint(sum(self.cell(name) for name in cells), low, high)

    def learn_equal(self, some: Iterable[Cell], others: Iterable[Cell]) -> None:
        self.model.add(sum(self.cell(name) for name in some) == sum(self.cell(name) for name in others))

    def learn_rounded(self, cells: Sequence[Cell], told: Sequence[int]) -> None:
        """Of cells in the order in which they are rounded, `told` is what is published. Numbers that are no multiples of five
        are taken for what they are, and a nought for what it may hide."""
        if any(number % FEWEST for number in told):
            for name, number in zip(cells, told, strict=True):
                self.learn([name], number, number or FEWEST - 1)
            return
        for until in range(1, len(cells) + 1):
            total = sum(told[:until])
            self.learn(cells[:until], total - FEWEST // 2, total + FEWEST // 2)

    def learn_cube(self, day: int, cube: FigureCube) -> None:
        """From the finest table; every other table is made of its sums, which is a test of its own."""
        places = sorted(cube.cells)
        order = [(at, place) for at in reversed(range(len(COUNTED))) for place in places]
        names = [(day, place, COUNTED[at]) for at, place in order]
        self.learn_rounded(names, [cube.cells[place][at] for at, place in order])

    def pinned(self, targets: Iterable[Target]) -> list[Target]:
        """Those that are certainly one to four, or minus one to four. One world may free many of them."""
        left, caught = list(targets), []
        while left:
            target = left[-1]
            model = self.model.clone()
            again = [model.get_int_var_from_proto_index(var.index) for var in self.cells.values()]
            by_name = dict(zip(self.cells, again, strict=True))
            told = sum(sign * by_name[name] for name, sign in target.items())
            model.add_linear_expression_in_domain(told, NOT_FEW)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                caught.append(left.pop())
                continue
            world = {name: solver.value(var) for name, var in by_name.items()}
            left = [one for one in left if not NOT_FEW.contains(sum(sign * world[name] for name, sign in one.items()))]
        return caught
