"""What the matching is given: devices to place, needs in the order of the line, what is asked for and what it may cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# The same rule as donations/offers.py and the database, by value: this package knows no models.
FITS: dict[str, tuple[str, ...]] = {
    "student_device": ("tablet", "phone", "laptop"),
    "teacher_computer": ("laptop", "pc"),
}
# The third device of a household and later ones stand together (recipients/ranking.py).
LAST_TURN = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What a donor asks for; empty means anything. `territory` is an official code of any level, `school` a key of Place."""

    territory: str = ""
    form: str = ""
    school: int | None = None
    need_class: str = ""


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A number of equal devices that may go apart. `donor` is who delivers: several lines of one donor to a school are one trip.

    `bulk` lines travel in whole blocks (Weights.bulk_block) and are dealt first.
    """

    key: str
    device_type: str
    condition: str
    quantity: int
    wish: Wish = Wish()
    donor: str = ""
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One school's needs of one class. `cap_left` counts devices of both classes, None: no cap; `served` are needs already promised
    or met, for the figures of fairness; a school that may not receive now keeps its needs and gets nothing."""

    school: int
    need_class: str
    district: str
    village: str = ""
    form: str = ""
    cap_left: int | None = None
    may_receive: bool = True
    served: int = 0


@dataclass(frozen=True, eq=False)
class Demand:
    """The open needs, one element each: `place` points into `places`; `turn` of the household from 0; `points` of the verdict;
    `lot` of the draw, the lowest first. The order of rows does not matter."""

    places: Sequence[Place]
    place: Ints
    turn: Ints
    points: Ints
    lot: Ints

    @classmethod
    def of(cls, line: Iterable[tuple[Place, Sequence[tuple[int, int, int]]]]) -> Demand:
        """From places with their needs as (turn, points, lot)."""
        pairs = list(line)
        rows = [(index, *need) for index, (_place, needs) in enumerate(pairs) for need in needs]
        columns = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
        return cls([place for place, _needs in pairs], *columns)


@dataclass(frozen=True, slots=True)
class Fit:
    """Points for a device type in a class of need; with `form` it holds for that form of school and outranks the general one."""

    need_class: str
    device_type: str
    points: int
    form: str = ""


USUAL_FITS = (
    Fit("student_device", "tablet", 5),
    Fit("student_device", "laptop", 4),
    Fit("student_device", "phone", 2),
    Fit("student_device", "laptop", 6, form="SMA"),
    Fit("student_device", "laptop", 6, form="SMK"),
    Fit("student_device", "laptop", 6, form="MA"),
    Fit("teacher_computer", "laptop", 5),
    Fit("teacher_computer", "pc", 3),
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. In this order, none bought with the next: devices placed, a household's first before a second, the
    floor of every kecamatan and jenjang, then `per_point` × points of priority + points of fit.

    `floor_percent`: how much of its equal share each (kecamatan, form) is to get before points decide, 0 to 100.
    `cap_per_school`: devices in this run. `block`: devices that travel together, `bulk_block` for bulk lines (1: one by one).
    `destination_price`: points that one trip less is worth; above 0 the block is chosen among BLOCKS up to `block`.
    """

    per_point: int = 1
    fits: tuple[Fit, ...] = USUAL_FITS
    floor_percent: int = 95
    cap_per_school: int | None = None
    block: int = 1
    bulk_block: int = 3
    destination_price: int = 0

    def __post_init__(self) -> None:
        """ValueError where a number makes no sense."""
        if self.per_point < 1 or not 0 <= self.floor_percent <= 100 or min(self.block, self.bulk_block) < 1:
            raise ValueError("weights: per_point, block >= 1, floor_percent 0 to 100")
        if self.destination_price < 0 or (self.cap_per_school is not None and self.cap_per_school < 0):
            raise ValueError("weights: nothing below 0")

    def fit_of(self, need_class: str, device_type: str, form: str) -> int:
        """Points of fit; 0 where nothing is said."""
        said = {
            fit.form: fit.points for fit in self.fits if (fit.need_class, fit.device_type) == (need_class, device_type)
        }
        return said.get(form, said.get("", 0))


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """So many of the line's devices go to this school, whatever the points say."""

    line: str
    school: int
    need_class: str
    quantity: int


@dataclass(frozen=True, slots=True, order=True)
class Forbid:
    """The line's devices do not go to this school; an empty class means both."""

    line: str
    school: int
    need_class: str = ""


class ImpossiblePin(ValueError):
    """A pin that breaks a wish, a gate or a cap, asks for more than there is, or names what is not there: `pin`, `why`."""

    def __init__(self, pin: Pin, why: str) -> None:
        super().__init__(f"{pin}: {why}")
        self.pin, self.why = pin, why
