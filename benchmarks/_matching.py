"""Matching of synthetic cities, in memory: against the best plan without floors, and against the simple plan.

The shape: kecamatan of unequal size, schools of skewed size, points as the first criteria give them (a city's mean near 50), poorer
kecamatan with more points; pledges of 1-3, 4-30 and 50-400 devices of whom 60 % wish nothing, 20 % a kecamatan, 10 % a school and
10 % a form of school.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from donations.matching import Demand, Place, SupplyLine, Weights, Wish, cost_of, greedy, propose
from donations.matching.given import Forbid

CITY = (44, 5_285, 185_000, 10_000)
NATION = (238, 28_571, 1_000_000, 100_000)
_FORMS = (("SD", 45), ("SMP", 20), ("SMA", 10), ("SMK", 10), ("MI", 6), ("MTs", 4), ("SLB", 2), ("PKBM", 3))
_TYPES = (("phone", 30), ("tablet", 40), ("laptop", 26), ("pc", 4))


def run(rows: int) -> Iterator[dict[str, Any]]:
    """Lines for the city and for `rows` needs with a tenth as many devices; seconds are medians of three."""
    for case, shape in (("city", scaled(CITY, rows)), ("large", scaled(NATION, rows))):
        yield from measure(case, shape)


def scaled(shape: tuple[int, int, int, int], rows: int) -> tuple[int, int, int, int]:
    """The shape when `rows` take the place of a million needs."""
    share = min(1.0, rows / NATION[2])
    return max(6, round(shape[0] * share**0.5)), *(max(20, round(number * share)) for number in shape[1:])  # type: ignore[return-value]


def measure(case: str, shape: tuple[int, int, int, int]) -> Iterator[dict[str, Any]]:
    supply, demand = instance(*shape)
    weights = Weights()
    begin = time.perf_counter()
    full = propose(supply, demand, weights)
    whole = time.perf_counter() - begin
    times, simple_times, changes = [], [], []
    for _turn in range(3):
        begin = time.perf_counter()
        plain = propose(supply, demand, weights, compare=False)
        times.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        simple = greedy(supply, demand, weights)
        simple_times.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        line = plain.lines[len(plain.lines) // 2]
        cost_of(Forbid(line.supply, line.school), supply, demand, weights, base=plain.after)
        changes.append(time.perf_counter() - begin)
    unfloored, after = full.unfloored, full.after
    assert unfloored is not None
    free = greedy(supply, demand, Weights(floor_percent=0)).after
    yield {
        "case": f"matching, {case}: {after.devices} of {sum(line.quantity for line in supply)} devices to {shape[2]} needs",
        "seconds": round(statistics.median(times), 3),
        "seconds_with_reasons_and_yardsticks": round(whole, 3),
        "seconds_greedy": round(statistics.median(simple_times), 3),
        "seconds_of_a_change": round(statistics.median(changes), 3),
        "objective_to_best": round(after.objective / unfloored.objective, 5),
        "greedy_to_best": round(free.objective / unfloored.objective, 5),
        "greedy_devices": simple.after.devices,
        "greedy_free_devices": free.devices,
        "turns": list(after.by_turn),
        "jain": [round(free.jain, 3), round(unfloored.jain, 3), round(after.jain, 3), round(simple.after.jain, 3)],
        "min_fill": [round(free.min_fill, 4), round(unfloored.min_fill, 4), round(after.min_fill, 4)],
        "short": after.short,
        "destinations": [free.destinations, simple.after.destinations, unfloored.destinations, after.destinations],
        "destinations_to_greedy": round(after.destinations / simple.after.destinations, 3),
    }
    for block in (3, 5, 10):
        played = propose(supply, demand, Weights(block=block), compare=False).after
        yield {
            "case": f"matching, {case}: blocks of {block}",
            "objective_kept": round(played.objective / after.objective, 4),
            "devices": played.devices,
            "turns": list(played.by_turn),
            "jain": round(played.jain, 3),
            "destinations_kept": round(played.destinations / after.destinations, 4),
        }


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
