"""Q37: whoever has every figure of every day, the rule they are made by and an exact solver knows of no cell, no rest and no
change of a day that it is one to four."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations.flows import MonthFlow
from donations.models.flow import FLOWS
from recipients.models import COUNTED
from tests.verification.attacker import Attacker, Target
from verification.figures import ALL, EVERYWHERE, FigureCube, Place, States, cube_of, told_flows, told_months
from verification.rounding import FEWEST, nearest, rounded

PLACES = list(itertools.product(("31.73.05", "31.73.06", "31.74.01"), ("SD", "SMP"), ("student_device",)))
MONTHS = [(date(2026, month, 1), kind) for month in (1, 2) for kind in ("laptop", "phone")]
DAYS = (0, 1, 2)
# How the two tables hang together: what was promised, handed over and proven in all months is what stands so now.
STANDS = {"pledged": COUNTED[1:], "handed_over": COUNTED[2:], "verified": COUNTED[3:]}
Truth = dict[Place, States]


def a_day(chance: random.Random, before: Truth | None) -> Truth:
    """Small cells, and small changes from the day before."""
    if before is None:
        return {place: tuple(chance.choice((0, 0, 1, 2, 3, 4, 6, 9, 12)) for _state in COUNTED) for place in PLACES}
    return {
        place: tuple(max(0, count + chance.choice((0, 0, 0, 1, 2, -1, 5))) for count in states)
        for place, states in before.items()
    }


def months_of(chance: random.Random, truth: Truth) -> list[MonthFlow]:
    """The same devices, dealt to months and kinds."""
    counts = {name: [0] * len(MONTHS) for name in FLOWS}
    for name, states in STANDS.items():
        for _device in range(sum(found[COUNTED.index(state)] for found in truth.values() for state in states)):
            counts[name][chance.randrange(len(MONTHS))] += 1
    return [MonthFlow(*MONTHS[at], *(counts[name][at] for name in FLOWS)) for at in range(len(MONTHS))]


def targets() -> Iterator[Target]:
    """Every cell and every sum that a reader could ask for, on each day and as the difference between days."""
    for asked in (*_standing(), *_happening()):
        for day in DAYS:
            yield {(day, *cell): 1 for cell in asked}
        for one, other in itertools.combinations(DAYS, 2):
            yield {(other, *cell): 1 for cell in asked} | {(one, *cell): -1 for cell in asked}


def _standing() -> Iterator[list[tuple[object, ...]]]:
    groups = [[place] for place in PLACES]
    groups += [[place for place in PLACES if place[0].startswith(area)] for area in ("31.73.05", "31.73")]
    groups += [[place for place in PLACES if place[1] == form] for form in ("SD", "SMP")]
    for group in groups:
        yield from ([(place, state) for place in group] for state in COUNTED)
        yield from ([(place, state) for place in group for state in COUNTED[first:]] for first in range(3))


def _happening() -> Iterator[list[tuple[object, ...]]]:
    for name in FLOWS:
        yield from ([(cell, name)] for cell in MONTHS)
        yield from ([(cell, name) for cell in MONTHS if cell[0] == month] for month in {cell[0] for cell in MONTHS})
        yield from ([(cell, name) for cell in MONTHS if cell[1] == kind] for kind in ("laptop", "phone"))


def informed(seed: int) -> Attacker:
    """Knows all figures of three days, and what the first page tells exactly: the four numbers of everywhere."""
    chance, truth, attacker = random.Random(seed), None, Attacker()
    for day in DAYS:
        truth = a_day(chance, truth)
        attacker.learn_cube(day, cube_of(truth))
        told = told_flows(months_of(chance, truth))
        for name, states in STANDS.items():
            attacker.learn_rounded([(day, cell, name) for cell in MONTHS], [getattr(flow, name) for flow in told])
            standing = [(day, place, state) for place in PLACES for state in states]
            total = sum(truth[place][COUNTED.index(state)] for place in PLACES for state in states)
            attacker.learn(standing, total, total)
            attacker.learn_equal([(day, cell, name) for cell in MONTHS], standing)
    return attacker


@pytest.mark.parametrize("seed", range(10))
def test_no_small_number_follows_from_all_figures_of_three_days(seed: int) -> None:
    assert informed(seed).pinned(targets()) == []


def test_the_attacker_finds_what_hiding_small_cells_alone_leaves() -> None:
    """Otherwise the test above would say nothing: 3 of 20 hidden, with the sum and the other number told."""
    attacker = Attacker()
    attacker.learn(["SD", "SMP"], 20, 20)
    attacker.learn(["SMP"], 17, 17)
    attacker.learn(["SD"], 0, FEWEST - 1)
    assert attacker.pinned([{"SD": 1}, {"SMP": 1}]) == [{"SD": 1}]


def test_the_attacker_finds_a_change_between_exact_numbers() -> None:
    attacker = Attacker()
    attacker.learn(["monday"], 20, 20)
    attacker.learn(["tuesday"], 22, 22)
    assert attacker.pinned([{"tuesday": 1, "monday": -1}, {"monday": 1}]) == [{"tuesday": 1, "monday": -1}]


def test_the_attacker_finds_what_rounding_each_number_for_itself_leaves() -> None:
    """Two noughts (each 0 to 2) whose sum is told as 5 (3 to 7): each is one or two."""
    attacker = Attacker()
    for name in ("SD", "SMP"):
        attacker.learn([name], 0, 2)
    attacker.learn(["SD", "SMP"], 3, 7)
    assert attacker.pinned([{"SD": 1}, {"SMP": 1}]) == [{"SMP": 1}, {"SD": 1}]


# --- why it holds ------------------------------------------------------------------------------------

counts = st.lists(st.integers(0, 60), max_size=30)


@given(counts)
def test_what_is_rounded_is_a_possible_truth(values: list[int]) -> None:
    """The proof: rounding it again changes nothing, so no reader can tell it from the truth; and it has multiples of five only."""
    told = rounded(values)
    assert rounded(told) == told
    assert all(number >= 0 and number % FEWEST == 0 for number in told)


@given(counts, st.integers(0, 30), st.integers(0, 30))
def test_neighbours_together_are_off_by_less_than_five(values: list[int], one: int, other: int) -> None:
    first, last = sorted((one, other))
    assert abs(sum(rounded(values)[first:last]) - sum(values[first:last])) < FEWEST
    assert sum(rounded(values)) == nearest(sum(values))


@given(counts)
def test_nobody_stays_nobody(values: list[int]) -> None:
    assert all(told == 0 for told, value in zip(rounded(values), values, strict=True) if value == 0)


def test_every_table_is_a_sum_of_the_finest_cells() -> None:
    """So nothing on a page tells more than the finest table."""
    cube = cube_of(a_day(random.Random(7), None))
    for area, part in itertools.product(cube.areas(), cube.slices()):
        inside = [
            states
            for (district, form, need_class), states in cube.cells.items()
            if district.startswith(area) and part in (ALL, f"form:{form}", f"class:{need_class}")
        ]
        sums = [sum(states[at] for states in inside) for at in range(len(COUNTED))]
        told = cube.told(area, part)
        assert told.needed == (sum(sums) or None)
        assert told.pledged == (sum(sums[1:]) or None)
        assert told.handed_over == (sum(sums[2:]) or None)
        assert told.verified == (sums[3] or None)


def test_the_numbers_of_everywhere_are_the_nearest_and_agree_with_the_months() -> None:
    chance = random.Random(3)
    truth = a_day(chance, None)
    cube, flows = cube_of(truth), told_flows(months_of(chance, truth))
    total = cube.told(EVERYWHERE)
    sums = [sum(states[at] for states in truth.values()) for at in range(len(COUNTED))]
    assert [total.needed, total.pledged, total.handed_over, total.verified] == [
        nearest(sum(sums[first:])) for first in range(len(COUNTED))
    ]
    assert [sum(getattr(flow, name) for flow in flows) for name in FLOWS] == [
        total.pledged,
        total.handed_over,
        total.verified,
    ]


def test_few_and_none_look_the_same() -> None:
    place = ("31.73.06", "SD", "student_device")
    assert (
        cube_of({place: (2, 0, 0, 0)})
        == cube_of({place: (0, 0, 0, 0)})
        == FigureCube({place: (0, 0, 0, 0)}, cube_of({place: (1, 0, 0, 0)}).values)
    )
    months = told_months(told_flows([MonthFlow(date(2026, 1, 1), "phone", 4, 2, 0)]))
    assert months[0].total == {"pledged": 5, "handed_over": None, "verified": None}
