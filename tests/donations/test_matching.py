"""What an officer sees of a matching: where devices go, why, what stays, and what it costs to have it otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donations import offers
from donations.matching import (
    Demand,
    Fit,
    Forbid,
    ImpossiblePin,
    Pin,
    Place,
    Proposal,
    Reason,
    SupplyLine,
    Weights,
    Wish,
    cost_of,
    greedy,
    propose,
)
from donations.matching.given import FITS
from tests.donations.matching_cases import (
    CENGKARENG,
    KALIDERES,
    City,
    cities,
    demand,
    line,
    school,
    supplies,
    weights,
)

FREE = Weights(floor_percent=0)
PUPIL, TEACHER = "student_device", "teacher_computer"


def goes(proposal: Proposal) -> dict[tuple[str, int], int]:
    """(line, school) → devices."""
    return {(told.supply, told.school): told.quantity for told in proposal.lines}


def reasons(proposal: Proposal) -> dict[tuple[str, int], Reason]:
    """(line, school) → why."""
    return {(told.supply, told.school): told.reason for told in proposal.lines if told.reason}


def stays(proposal: Proposal) -> dict[str, tuple[int, str]]:
    return {left.supply: (left.quantity, left.why) for left in proposal.unplaced}


def test_the_rule_of_fit_is_that_of_offers():
    assert FITS == offers.FITS


def test_without_devices_or_needs_there_is_an_empty_plan():
    nothing = Demand.of([])
    assert propose([], nothing).lines == ()
    assert stays(propose([line("a", 2)], nothing)) == {"a": (2, "no_need")}
    assert propose([], demand([school(1, (0, 30, 0))])).after.devices == 0


def test_the_most_urgent_need_comes_first_wherever_it_is():
    city = [school(1, (0, 30, 0)), school(2, (0, 80, 0)), school(3, (0, 60, 0), district=CENGKARENG)]
    assert goes(propose([line("a", 2)], demand(city), FREE)) == {("a", 2): 1, ("a", 3): 1}


@pytest.mark.parametrize("first", [1, 2])
def test_the_lower_lot_decides_between_equal_needs_of_two_kecamatan(first: int):
    city = [school(1, (0, 30, 3 - first)), school(2, (0, 30, first), district=CENGKARENG), school(3, (0, 30, 7))]
    assert goes(propose([line("a", 1)], demand(city), FREE)) == {("a", 3 - first): 1}


def test_a_wish_for_a_kelurahan_is_not_met_next_door():
    city = [
        school(1, (0, 10, 0)),
        school(2, (0, 90, 0), village=f"{KALIDERES}.1002"),
        school(3, (0, 95, 0), village=""),
    ]
    assert goes(propose([line("a", 3, wish=Wish(territory=f"{KALIDERES}.1001"))], demand(city), FREE)) == {("a", 1): 1}


def test_a_device_goes_where_it_fits_best_when_priority_is_equal():
    city = [school(1, (0, 30, 0), form="SMK"), school(2, (0, 30, 9), form="SD")]
    found = propose([line("a", 1, "laptop"), line("b", 1, "tablet")], demand(city), FREE)
    assert goes(found) == {("a", 1): 1, ("b", 2): 1}


def test_a_second_device_of_a_household_waits_for_every_first_one():
    city = [school(1, (1, 100, 0), (0, 90, 0)), school(2, (0, 5, 0))]
    assert goes(propose([line("a", 2)], demand(city), FREE)) == {("a", 1): 1, ("a", 2): 1}


def test_every_kecamatan_gets_its_floor_before_points_decide():
    rich = school(1, *[(0, 90 - n, n) for n in range(10)])
    poor = school(2, *[(0, 20 - n, n) for n in range(10)], district=CENGKARENG)
    assert goes(propose([line("a", 4)], demand([rich, poor]), FREE)) == {("a", 1): 4}
    found = propose([line("a", 4)], demand([rich, poor]), Weights(floor_percent=50))
    assert goes(found) == {("a", 1): 3, ("a", 2): 1}
    assert found.unfloored is not None
    assert found.after.jain > found.unfloored.jain
    reason = reasons(found)["a", 2]
    assert (reason.bound, reason.next_school, reason.margin) == (("floor",), 1, 20 - 87)


def test_needs_that_were_met_before_count_for_the_fairness():
    full = school(1, (0, 30, 0), served=9)
    empty = school(2, (0, 30, 0), district=CENGKARENG)
    found = propose([line("a", 1)], demand([full, empty]), FREE)
    assert found.before.min_fill == 0
    assert found.before.jain == pytest.approx(0.5)


def test_one_large_line_goes_to_one_school_and_small_lines_to_the_others():
    needs: list[tuple[int, int, int]] = [(0, 50, n) for n in range(6)]
    city = [school(1, *needs), school(2, (0, 50, 8)), school(3, (0, 50, 9))]
    found = propose([line("a", 6), line("b", 1), line("c", 1)], demand(city), FREE)
    assert goes(found) == {("a", 1): 6, ("b", 2): 1, ("c", 3): 1}
    assert found.after.destinations == 3


def test_a_donor_with_two_lines_makes_one_trip():
    city = [school(1, (0, 50, 1), (0, 50, 4)), school(2, (0, 50, 2), (0, 50, 3))]
    offered = [line("a", 1, "tablet", donor="x"), line("b", 1, "phone", donor="x"), line("c", 2, "tablet", donor="y")]
    assert propose(offered, demand(city), FREE).after.destinations == 2


def test_blocks_make_fewer_trips_for_some_points():
    city = [school(n, *[(0, 90 - 10 * m, n) for m in range(3)], village=f"{KALIDERES}.100{n}") for n in range(6)]
    single = propose([line("a", 6)], demand(city), FREE).after
    whole = propose([line("a", 6)], demand(city), Weights(floor_percent=0, block=3)).after
    assert (single.destinations, whole.destinations) == (6, 2)
    assert whole.devices == 6
    assert whole.objective < single.objective


def test_bulk_lines_travel_in_blocks_of_their_own_size():
    city = [school(n, *[(0, 90 - 10 * m, n) for m in range(3)]) for n in range(6)]
    assert propose([line("a", 6, bulk=True)], demand(city), FREE).after.destinations == 2


def test_blocks_never_cost_a_floor():
    """Three kecamatan are to get one each: a block of three would leave two of them out, so it is made smaller."""
    places = [KALIDERES, CENGKARENG, "31.73.02"]
    city = [school(n, *[(0, 90, m) for m in range(3)], district=place) for n, place in enumerate(places, 1)]
    plan = propose([line("a", 3, bulk=True)], demand(city), Weights(floor_percent=100, bulk_block=3))
    assert (plan.after.short, plan.after.destinations, plan.block) == (0, 3, 1)


@pytest.mark.parametrize(("price", "trips"), [(1, 6), (1000, 2)])
def test_the_price_of_a_trip_chooses_the_block(price: int, trips: int):
    city = [school(n, *[(0, 90 - 10 * m, n) for m in range(3)]) for n in range(6)]
    asked = Weights(floor_percent=0, block=3, destination_price=price)
    assert propose([line("a", 6)], demand(city), asked).after.destinations == trips


@pytest.mark.parametrize(
    ("there", "told", "why"),
    [
        (school(1, (0, 30, 0)), {"wish": Wish(school=2)}, "no_need"),
        (school(1, (0, 30, 0)), {"wish": Wish(form="SD")}, "no_need"),
        (school(1, (0, 30, 0)), {"wish": Wish(territory=f"{KALIDERES}.1002")}, "no_need"),
        (school(1, (0, 30, 0)), {"device_type": "pc"}, "no_need"),
        (school(1, (0, 30, 0), may_receive=False), {}, "gate"),
        (school(1, (0, 30, 0), cap_left=0), {}, "cap"),
    ],
)
def test_what_stays_says_why(there: tuple[Place, Any], told: dict[str, Any], why: str):
    assert stays(propose([line("a", **told)], demand([there]))) == {"a": (1, why)}


def test_what_stays_because_others_came_first_or_it_is_forbidden_says_so():
    city = [school(1, (0, 30, 0))]
    assert stays(propose([line("a", 3)], demand(city))) == {"a": (2, "taken")}
    assert stays(propose([line("a")], demand(city), forbidden=[Forbid("a", 1)])) == {"a": (1, "forbidden")}


def test_a_line_says_why_this_school_and_not_that():
    city = [school(1, (0, 80, 0), (0, 70, 0)), school(2, (0, 60, 3), (0, 10, 0)), school(3, (0, 60, 2))]
    found = propose([line("a", 3)], demand(city), FREE)
    first, second = reasons(found).values()
    assert (first.highest, first.lowest, first.ahead) == (80, 70, 0)
    assert (first.next_school, first.next_points, first.margin, first.bound) == (2, 60, 10, ())
    assert (second.highest, second.ahead, second.next_school, second.margin, second.bound) == (60, 2, 2, 0, ("draw",))


def test_a_reason_names_wish_cap_and_pin():
    city = [school(1, (0, 80, 0), (0, 70, 0), cap_left=1), school(2, (0, 60, 0), (0, 50, 0))]
    offered = [line("a", 1, wish=Wish(form="SMP")), line("b", 1)]
    found = propose(offered, demand(city), FREE, pinned=[Pin("b", 2, PUPIL, 1)])
    assert [reason.bound for reason in reasons(found).values()] == [("wish", "cap"), ("pinned",)]


def test_a_cap_counts_both_classes_of_a_school():
    city = [
        school(1, (0, 80, 0), (0, 79, 0), cap_left=2),
        school(1, (0, 78, 0), (0, 20, 0), need_class=TEACHER, cap_left=2),
    ]
    found = propose([line("a", 4, "laptop")], demand(city), FREE)
    assert [(told.need_class, told.quantity) for told in found.lines] == [(PUPIL, 2)]
    assert stays(found) == {"a": (2, "cap")}


def test_a_pin_is_obeyed_and_its_cost_is_known_before():
    city = [school(1, (0, 80, 0)), school(2, (0, 30, 0))]
    offered, pin = [line("a", 1)], Pin("a", 2, PUPIL, 1)
    base = propose(offered, demand(city), FREE)
    cost = cost_of(pin, offered, demand(city), FREE, base=base.after)
    assert (cost.objective, cost.devices, cost.destinations) == (-50, 0, 0)
    assert goes(propose(offered, demand(city), FREE, pinned=[pin])) == {("a", 2): 1}


def test_a_line_goes_elsewhere_when_its_school_is_forbidden_and_others_may_take_its_place():
    city = [school(1, (0, 80, 0)), school(2, (0, 30, 0))]
    ban = Forbid("a", 1, PUPIL)
    found = propose([line("a", 1), line("b", 1)], demand(city), FREE, forbidden=[ban])
    assert goes(found) == {("a", 2): 1, ("b", 1): 1}
    assert (
        cost_of(ban, [line("a", 1)], demand(city), FREE, base=propose([line("a")], demand(city), FREE).after).objective
        == -50
    )


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        (Pin("z", 1, PUPIL, 1), "unknown"),
        (Pin("a", 9, PUPIL, 1), "unknown"),
        (Pin("a", 1, PUPIL, 0), "unknown"),
        (Pin("a", 2, PUPIL, 1), "wish"),
        (Pin("b", 1, PUPIL, 1), "wish"),
        (Pin("b", 3, PUPIL, 1), "gate"),
        (Pin("b", 4, PUPIL, 1), "cap"),
        (Pin("b", 2, PUPIL, 2), "quantity"),
        (Pin("b", 2, PUPIL, 4), "quantity"),
    ],
)
def test_a_pin_that_breaks_a_promise_is_refused(pin: Pin, why: str):
    city = [
        school(1, (0, 80, 0)),
        school(2, (0, 80, 0)),
        school(3, (0, 80, 0), may_receive=False),
        school(4, (0, 80, 0), cap_left=0),
    ]
    offered = [line("a", 3, wish=Wish(school=1)), line("b", 3)]
    with pytest.raises(ImpossiblePin) as refused:
        propose(offered, demand(city), FREE, pinned=[pin], forbidden=[Forbid("b", 1)])
    assert refused.value.why == why


@given(cities(schools=6), supplies(lines=5, most=4), weights)
@settings(max_examples=60, deadline=None)
def test_a_plan_pinned_as_it_is_stays_as_it_is(city: City, offered: list[SupplyLine], asked: Weights):
    free = propose(offered, demand(city), asked, compare=False)
    pins = [Pin(told.supply, told.school, told.need_class, told.quantity) for told in free.lines]
    pinned = propose(offered, demand(city), asked, pinned=pins, compare=False)
    assert pinned.lines == free.lines
    assert pinned.unplaced == free.unplaced


@given(cities(schools=6), supplies(lines=5, most=4), weights, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_what_is_forbidden_does_not_happen_and_is_never_better(
    city: City, offered: list[SupplyLine], asked: Weights, dice: Any
):
    asked = Weights(floor_percent=0, cap_per_school=asked.cap_per_school)
    free = propose(offered, demand(city), asked, compare=False)
    bans = [Forbid(told.supply, told.school) for told in free.lines if dice.random() < 0.5]
    found = propose(offered, demand(city), asked, forbidden=bans)
    assert not {(ban.line, ban.school) for ban in bans} & goes(found).keys()
    assert found.after.worth <= free.after.worth
    assert found.after.worth >= greedy(offered, demand(city), asked, forbidden=bans).after.worth


@pytest.mark.parametrize(
    "told",
    [
        {"per_point": 0},
        {"floor_percent": 101},
        {"block": 0},
        {"bulk_block": 0},
        {"destination_price": -1},
        {"cap_per_school": -1},
    ],
)
def test_senseless_weights_are_refused(told: dict[str, Any]):
    with pytest.raises(ValueError, match="weights"):
        Weights(**told)


def test_a_fit_for_a_form_of_school_outranks_the_general_one():
    asked = Weights(fits=(Fit(PUPIL, "phone", 1), Fit(PUPIL, "phone", 9, form="SMK")))
    assert [asked.fit_of(PUPIL, "phone", form) for form in ("SMK", "SD")] == [9, 1]
    assert asked.fit_of(TEACHER, "pc", "SD") == 0


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        propose([line("a"), line("a")], demand([school(1)]))
    with pytest.raises(ValueError, match="twice"):
        propose([line("a")], demand([school(1), school(1)]))


def test_equal_lines_are_ordered_by_the_seed_alone():
    city = [school(1, (0, 80, 0)), school(2, (0, 30, 0))]
    offered = [line(key) for key in "abcdef"]
    plans = {propose(offered, demand(city), FREE, seed=str(seed)).lines for seed in range(10)}
    assert len(plans) > 1
    assert propose(offered, demand(city), FREE, seed="7") == propose(offered[::-1], demand(city), FREE, seed="7")
