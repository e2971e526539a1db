"""Where photos were taken around a school, for a small drawing: metres from the school to points of a square. No database."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from verification.oddities import FAR_METRES, metres_between

# The drawing is 200 units wide with the school in the middle; nothing is drawn nearer to its edge than this.
SIDE, EDGE = 200, 12


@dataclass(frozen=True)
class Spot:
    """One photo: its number on the page, metres from the school, where it is drawn, and whether it lies beyond reach."""

    number: int
    metres: int
    x: float
    y: float
    is_far: bool


@dataclass(frozen=True)
class Plan:
    """`reach` is the radius of the circle within which a photo counts as taken at the school, in units of the drawing.

    Photos farther away than the drawing shows stand at its edge, in their direction.
    """

    spots: Sequence[Spot]
    reach: float
    width_metres: int

    @property
    def middle(self) -> float:
        return SIDE / 2


def plan_of(school: tuple[float, float], places: Sequence[tuple[int, tuple[float, float]]]) -> Plan:
    """`school` and `places` are (latitude, longitude) in degrees; each place goes with the number of its photo."""
    far = max((metres_between(place, school) for _number, place in places), default=0.0)
    shown = min(max(FAR_METRES * 1.25, far * 1.1), FAR_METRES * 5)
    scale = (SIDE / 2 - EDGE) / shown
    spots = [_spot(number, place, school, scale) for number, place in places]
    return Plan(spots, FAR_METRES * scale, round(shown * 2))


def _spot(number: int, place: tuple[float, float], school: tuple[float, float], scale: float) -> Spot:
    metres = metres_between(place, school)
    north = metres_between((place[0], school[1]), school) * (1 if place[0] >= school[0] else -1)
    east = metres_between((school[0], place[1]), school) * (1 if place[1] >= school[1] else -1)
    length = math.hypot(east, north) * scale
    inside = min(1.0, (SIDE / 2 - EDGE) / length) if length else 1.0
    x, y = SIDE / 2 + east * scale * inside, SIDE / 2 - north * scale * inside
    return Spot(number, round(metres), round(x, 1), round(y, 1), metres > FAR_METRES)
