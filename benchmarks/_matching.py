"""Matching of synthetic cities, in memory: beside the best plan without floors and the simple plan.

The shape: kecamatan of unequal size, schools of skewed size, points as the first criteria give them (about 50, a deviation of 15),
poorer kecamatan with some more; one need in eight is a second one of its household; pledges of 1-3, 4-30 and 50-400 devices, 60 %
without a wish, 20 % for a kecamatan, 10 % for a school, 10 % for a form of school.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from donations.matching import (
    Demand,
    Figures,
    Forbid,
    Place,
    Proposal,
    SupplyLine,
    Weights,
    Wish,
    cost_of,
    greedy,
    propose,
)
from donations.matching.board import Board

T = TypeVar("T")

# kecamatan, schools, open needs, devices
CITY = (44, 5_285, 185_000, 10_000)
NATION = (238, 28_571, 1_000_000, 100_000)
_FORMS = (("SD", 45), ("SMP", 20), ("SMA", 10), ("SMK", 10), ("MI", 6), ("MTs", 4), ("SLB", 2), ("PKBM", 3))
_TYPES = (("phone", 30), ("tablet", 40), ("laptop", 26), ("pc", 4))


def run(rows: int) -> Iterator[dict[str, Any]]:
    """Lines for a city and for a nation; `rows` take the place of the nation's million needs."""
    for case, shape in (("city", scaled(CITY, rows)), ("nation", scaled(NATION, rows))):
        yield from measure(case, shape)


def scaled(shape: tuple[int, int, int, int], rows: int) -> tuple[int, int, int, int]:
    """The shape when `rows` take the place of a million needs."""
    share = min(1.0, rows / NATION[2])
    return max(6, round(shape[0] * share**0.5)), *(max(20, round(number * share)) for number in shape[1:])  # type: ignore[return-value]


def measure(case: str, shape: tuple[int, int, int, int]) -> Iterator[dict[str, Any]]:
    """One line for the plan, one for each block, one for each floor. Seconds are of the processor, so that others' work on the
    machine does not count; lists go greedy without floors, greedy, best without floors, the plan."""
    supply, demand = instance(*shape)
    weights = Weights()
    full, whole = _timed(lambda: propose(supply, demand, weights))
    plain, seconds = _median(lambda: propose(supply, demand, weights, compare=False))
    simple, simple_seconds = _median(lambda: greedy(supply, demand, weights))
    line = plain.lines[len(plain.lines) // 2]
    ban = Forbid(line.supply, line.school)
    _cost, change = _median(lambda: cost_of(ban, supply, demand, weights, base=plain.after))
    unfloored, after, free = full.unfloored, full.after, greedy(supply, demand, Weights(floor_percent=0)).after
    assert unfloored is not None
    four = (free, simple.after, unfloored, after)
    same = unrouted(supply, demand, full)
    yield {
        "case": f"matching, {case}",
        "rows": shape[2],
        "devices": sum(given.quantity for given in supply),
        "seconds": round(seconds, 3),
        "seconds_with_reasons_and_yardsticks": round(whole, 3),
        "seconds_greedy": round(simple_seconds, 3),
        "seconds_of_a_change": round(change, 3),
        "microseconds_a_row": round(seconds / shape[2] * 1e6, 2),
        "placed": [figures.devices for figures in four],
        "second_turns": [figures.by_turn[1] for figures in four],
        "objective_to_best": [round(figures.objective / unfloored.objective, 5) for figures in four],
        "jain": [round(figures.jain, 4) for figures in four],
        "min_fill": [round(figures.min_fill, 4) for figures in four],
        "short": [figures.short for figures in four],
        "destinations": [figures.destinations for figures in four],
        "destinations_same_recipients_unrouted": same,
        "destinations_to_unrouted": round(after.destinations / same, 3),
    }
    for block in (3, 5, 10):
        yield {
            "case": f"matching, {case}: blocks of {block}",
            **_beside(supply, demand, Weights(block=block), after, same),
        }
    for floor in (0, 50, 100):
        asked = Weights(floor_percent=floor)
        yield {"case": f"matching, {case}: floor of {floor} %", **_beside(supply, demand, asked, after, same)}


def _beside(supply: list[SupplyLine], demand: Demand, weights: Weights, after: Figures, same: int) -> dict[str, Any]:
    """Another plan beside the usual one."""
    played, seconds = _timed(lambda: propose(supply, demand, weights, compare=False))
    return {
        "seconds": round(seconds, 3),
        "placed": played.after.devices,
        "objective_kept": round(played.after.objective / after.objective, 4),
        "jain": round(played.after.jain, 4),
        "destinations": played.after.destinations,
        "destinations_to_unrouted": round(played.after.destinations / same, 3),
    }


def unrouted(supply: list[SupplyLine], demand: Demand, proposal: Proposal) -> int:
    """Destinations if the same needs got the same kinds of devices, but lines were dealt as they came along the line of needs."""
    board = Board(supply, demand, Weights())
    given = {line.key: line for line in supply}
    needs: dict[tuple[str, Wish], list[int]] = defaultdict(list)
    units: dict[tuple[str, Wish], list[str]] = defaultdict(list)
    used: Counter[int] = Counter()
    for told in proposal.lines:
        line, place = given[told.supply], board.place_at[told.school, told.need_class]
        start = int(board.first[place]) + used[place]
        used[place] += told.quantity
        needs[line.device_type, line.wish].extend(range(start, start + told.quantity))
        units[line.device_type, line.wish].extend([line.key] * told.quantity)
    stops = set()
    for kind, served in needs.items():
        served.sort(key=lambda need: (board.turn[need], -board.points[need], board.lot[need]))
        stops |= {
            (key, int(board.school[board.place[need]])) for key, need in zip(sorted(units[kind]), served, strict=True)
        }
    return len(stops)


def _timed(step: Callable[[], T]) -> tuple[T, float]:
    begin = time.process_time()
    found = step()
    return found, time.process_time() - begin


def _median(step: Callable[[], T]) -> tuple[T, float]:
    """What the last of three gives, and the median of their seconds."""
    found, first = _timed(step)
    return found, statistics.median([first, _timed(step)[1], _timed(step)[1]])


def instance(
    districts: int, schools: int, needs: int, devices: int, *, seed: int = 1, spread: float = 2.0
) -> tuple[list[SupplyLine], Demand]:
    dice = np.random.default_rng(seed)
    codes = [f"{11 + index // 60}.{1 + index // 10 % 6:02d}.{1 + index % 10:02d}" for index in range(districts)]
    heavy = dice.gamma(2.0, size=districts) + 0.3
    where = dice.choice(districts, size=schools, p=heavy / heavy.sum())
    forms = dice.choice([form for form, _share in _FORMS], size=schools, p=_shares(_FORMS))
    size = dice.lognormal(0, 1, size=schools)
    # The poorest kecamatan stand some points above the richest.
    poverty = dice.normal(0, spread, size=districts)
    places = []
    for school in range(schools):
        code = codes[where[school]]
        village = f"{code}.{1001 + int(dice.integers(6))}"
        places.append(Place(school, "student_device", code, village, str(forms[school])))
        places.append(Place(school, "teacher_computer", code, village, str(forms[school])))
    school_of = dice.choice(schools, size=needs, p=size / size.sum())
    teacher = dice.random(needs) < 0.07
    points = np.clip(np.rint(dice.normal(50, 15, size=needs) + poverty[where[school_of]]), 5, 110).astype(np.int64)
    turn = (dice.random(needs) < 0.12).astype(np.int64)
    turn[teacher] = 0
    lot = dice.integers(0, 2**60, size=needs)
    demand = Demand(places, 2 * school_of + teacher, turn, points, lot)
    return _supply(devices, codes, where, school_of, forms, random.Random(seed)), demand


def _supply(
    devices: int, codes: list[str], where: Any, school_of: Any, forms: Any, dice: random.Random
) -> list[SupplyLine]:
    lines: list[SupplyLine] = []
    left = devices
    while left:
        low, high = dice.choices([(1, 3), (4, 30), (50, 400)], weights=[80, 17, 3])[0]
        quantity = min(left, dice.randint(low, high))
        left -= quantity
        device_type = dice.choices([name for name, _share in _TYPES], weights=[share for _name, share in _TYPES])[0]
        wished = dice.random()
        if wished < 0.6:
            wish = Wish()
        elif wished < 0.8:
            wish = Wish(territory=codes[where[school_of[dice.randrange(len(school_of))]]])
        elif wished < 0.9:
            wish = Wish(school=int(school_of[dice.randrange(len(school_of))]))
        else:
            wish = Wish(form=str(forms[dice.randrange(len(forms))]))
        lines.append(SupplyLine(f"{len(lines):07d}", device_type, "new", quantity, wish))
    return lines


def _shares(table: tuple[tuple[str, int], ...]) -> list[float]:
    total = sum(share for _name, share in table)
    return [share / total for _name, share in table]
