"""The matching against every plan there is, against the simple plan, and against itself in another order."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from donations.matching import SupplyLine, Weights, greedy, propose
from tests.donations.matching_cases import (
    CENGKARENG,
    KALIDERES,
    City,
    caps,
    cities,
    demand,
    every_plan,
    fits,
    in_line,
    line,
    needs,
    plan_of,
    school,
    supplies,
    weights,
    worth,
)


@given(cities(), supplies(), weights)
@settings(max_examples=80, deadline=None)
def test_no_plan_at_all_is_better(city: City, offered: list[SupplyLine], asked: Weights) -> None:
    found = propose(offered, demand(city), asked)
    best = max(worth(city, offered, plan, asked, found) for plan in every_plan(city, offered, asked))
    assert worth(city, offered, plan_of(city, offered, found), asked, found) == best == found.after.worth


@given(cities(schools=8), supplies(lines=8, most=6), weights)
@settings(max_examples=80, deadline=None)
def test_the_simple_plan_is_never_better(city: City, offered: list[SupplyLine], asked: Weights) -> None:
    found, simple = propose(offered, demand(city), asked), greedy(offered, demand(city), asked)
    assert found.after.worth >= simple.after.worth
    assert found.greedy == simple.after
    assert [floor.floor for floor in found.floors] == [floor.floor for floor in simple.floors]


@given(
    cities(schools=8), supplies(lines=8, most=6), weights, st.sampled_from([1, 2]), st.randoms(use_true_random=False)
)
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_input_changes_nothing(
    city: City, offered: list[SupplyLine], asked: Weights, block: int, dice: random.Random
) -> None:
    asked = Weights(floor_percent=asked.floor_percent, cap_per_school=asked.cap_per_school, block=block)
    other_city = [(place, dice.sample(waiting, len(waiting))) for place, waiting in dice.sample(city, len(city))]
    other = dice.sample(offered, len(offered))
    assert propose(offered, demand(city), asked) == propose(other, demand(other_city), asked)


@given(cities(schools=8), supplies(lines=8, most=6), weights, st.sampled_from([1, 2, 3]))
@settings(max_examples=80, deadline=None)
def test_wishes_gates_caps_and_quantities_are_kept_and_nothing_is_lost(
    city: City, offered: list[SupplyLine], asked: Weights, block: int
) -> None:
    asked = Weights(floor_percent=asked.floor_percent, cap_per_school=asked.cap_per_school, block=block)
    found = propose(offered, demand(city), asked)
    plan = plan_of(city, offered, found)
    schools = Counter(city[place][0].school for _line, place in plan)
    limit = caps(city, asked)
    stays = Counter({left.supply: left.quantity for left in found.unplaced})
    goes = Counter(offered[number].key for number, _place in plan)
    assert all(fits(offered[number], city[place][0]) for number, place in plan)
    assert all(count <= limit[number] for number, count in schools.items())
    assert all(count <= len(city[place][1]) for place, count in Counter(place for _line, place in plan).items())
    assert goes + stays == Counter({one.key: one.quantity for one in offered})
    assert all(told.quantity > 0 for told in found.lines)


@given(cities(schools=8), supplies(lines=8, most=6), weights)
@settings(max_examples=80, deadline=None)
def test_no_second_device_comes_to_a_household_where_it_could_have_been_a_first(
    city: City, offered: list[SupplyLine], asked: Weights
) -> None:
    plan = plan_of(city, offered, propose(offered, demand(city), asked))
    served = Counter(place for _line, place in plan)
    schools = Counter(city[place][0].school for _line, place in plan)
    limit = caps(city, asked)
    for number, place in plan:
        last = in_line(city[place][1])[served[place] - 1][0]
        waiting = [
            in_line(line_of)[served[index]][0]
            for index, (other, line_of) in enumerate(city)
            if fits(offered[number], other)
            and served[index] < len(line_of)
            and schools[other.school] < limit[other.school]
        ]
        assert not waiting or last <= min(waiting)


@given(st.lists(needs, min_size=1, max_size=6), st.integers(1, 8), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_equal_points_are_served_by_the_draw(
    waiting: list[list[tuple[int, int, int]]], quantity: int, dice: random.Random
) -> None:
    lots = dice.sample(range(100), 18)
    drawn = [[(turn, points, lots.pop()) for turn, points, _lot in needs] for needs in waiting]
    districts = [dice.choice([KALIDERES, CENGKARENG, "31.74.01"]) for _school in drawn]
    city = [school(number, *needs, district=districts[number]) for number, needs in enumerate(drawn)]
    found = propose([line("a", quantity)], demand(city), Weights(floor_percent=0))
    served = {told.school: told.quantity for told in found.lines}
    mine = [need for number, needs in enumerate(drawn) for need in in_line(needs)[: served.get(number, 0)]]
    assert in_line(mine) == in_line([need for needs in drawn for need in needs])[:quantity]
