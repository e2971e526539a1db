"""Small cities for the matching, and an oracle that tries every plan."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from donations.matching import Demand, Place, Proposal, SupplyLine, Weights, Wish
from donations.offers import FITS

KALIDERES, CENGKARENG = "31.73.06", "31.73.01"
Needs = list[tuple[int, int, int]]
City = list[tuple[Place, Needs]]


def school(
    number: int,
    *needs: tuple[int, int, int],
    need_class: str = "student_device",
    district: str = KALIDERES,
    **told: Any,
) -> tuple[Place, Needs]:
    """A school's needs of one class as (turn, points, lot)."""
    told = {"village": f"{district}.1001", "form": "SMP", **told}
    return Place(number, need_class, district, **told), list(needs)


def line(key: str, quantity: int = 1, device_type: str = "tablet", **told: Any) -> SupplyLine:
    return SupplyLine(key, device_type, "new", quantity, **told)


needs = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([-9, 10, 20, 21, 30]), st.integers(0, 5)), min_size=0, max_size=3
)


@st.composite
def cities(draw: st.DrawFn, schools: int = 3) -> City:
    city = []
    for number in range(1, draw(st.integers(1, schools)) + 1):
        district = draw(st.sampled_from([KALIDERES, CENGKARENG]))
        told: dict[str, Any] = {
            "district": district,
            "village": f"{district}.{draw(st.sampled_from([1001, 1002]))}",
            "form": draw(st.sampled_from(["SD", "SMK"])),
            "cap_left": draw(st.sampled_from([None, None, 0, 1, 2])),
            "may_receive": draw(st.sampled_from([True, True, True, False])),
        }
        for need_class in draw(st.sampled_from([["student_device"], ["student_device", "teacher_computer"]])):
            city.append((Place(number, need_class, **told), draw(needs)))
    return city


wishes = st.builds(
    Wish,
    territory=st.sampled_from(["", "", "31.73", KALIDERES, f"{KALIDERES}.1001", f"{CENGKARENG}.1002"]),
    form=st.sampled_from(["", "", "SD", "SMK"]),
    school=st.sampled_from([None, None, None, 1, 2, 9]),
    need_class=st.sampled_from(["", "", "student_device", "teacher_computer"]),
)


@st.composite
def supplies(draw: st.DrawFn, lines: int = 3, most: int = 2) -> list[SupplyLine]:
    types = st.sampled_from(["tablet", "phone", "laptop", "pc"])
    return [
        line(
            f"line {number}",
            draw(st.integers(1, most)),
            draw(types),
            wish=draw(wishes),
            donor=draw(st.sampled_from("ab")),
        )
        for number in range(draw(st.integers(1, lines)))
    ]


weights = st.builds(
    Weights, floor_percent=st.sampled_from([0, 60, 100]), cap_per_school=st.sampled_from([None, None, 1, 2, 3])
)


def fits(given: SupplyLine, place: Place) -> bool:
    """Whether a device of the line may go to the place at all: written apart from the matching, to judge it."""
    wish = given.wish
    lies = not wish.territory or f"{place.village}.".startswith(f"{wish.territory}.")
    return (
        given.device_type in FITS[place.need_class]
        and lies
        and wish.form in ("", place.form)
        and wish.school in (None, place.school)
        and wish.need_class in ("", place.need_class)
        and place.may_receive
    )


def caps(city: City, asked: Weights) -> dict[int, int]:
    """How many devices each school may get."""
    found = {}
    for place, _needs in city:
        limits = [limit for limit in (place.cap_left, asked.cap_per_school) if limit is not None]
        found[place.school] = min(limits, default=99)
    return found


def in_line(waiting: Needs) -> Needs:
    return sorted(waiting, key=lambda need: (need[0], -need[1], need[2]))


def worth(city: City, given: list[SupplyLine], plan: list[tuple[int, int]], asked: Weights, proposal: Proposal) -> Any:
    """Of a plan as (line, place) for each device, under the floors that the proposal states."""
    served = Counter(place for _line, place in plan)
    first = [need for index, count in served.items() for need in in_line(city[index][1])[:count]]
    got = Counter((city[place][0].district, city[place][0].form) for _line, place in plan)
    short = sum(max(floor.floor - got[floor.district, floor.form], 0) for floor in proposal.floors)
    fit = sum(
        asked.fit_of(city[place][0].need_class, given[number].device_type, city[place][0].form)
        for number, place in plan
    )
    points = sum(need[1] for need in first)
    return len(plan), sum(2 - need[0] for need in first), -short, points * asked.per_point + fit


def every_plan(city: City, given: list[SupplyLine], asked: Weights) -> Iterator[list[tuple[int, int]]]:
    """All plans that keep wishes, gates, caps and quantities."""
    limit = caps(city, asked)
    choices = []
    for number, offered in enumerate(given):
        where = [-1, *(index for index, (place, _needs) in enumerate(city) if fits(offered, place))]
        choices.append(
            [[(number, place) for place in some if place >= 0]
             for some in itertools.combinations_with_replacement(where, offered.quantity)]
        )  # fmt: skip
    for picked in itertools.product(*choices):
        plan = [step for part in picked for step in part]
        served = Counter(place for _number, place in plan)
        schools = Counter(city[place][0].school for _number, place in plan)
        if all(count <= len(city[place][1]) for place, count in served.items()) and all(
            count <= limit[number] for number, count in schools.items()
        ):
            yield plan


def plan_of(city: City, given: list[SupplyLine], proposal: Proposal) -> list[tuple[int, int]]:
    """The proposal as (line, place) for each device."""
    line_at = {offered.key: number for number, offered in enumerate(given)}
    place_at = {(place.school, place.need_class): index for index, (place, _needs) in enumerate(city)}
    return [
        (line_at[told.supply], place_at[told.school, told.need_class])
        for told in proposal.lines
        for _unit in range(told.quantity)
    ]


def demand(city: City) -> Demand:
    return Demand.of(city)
