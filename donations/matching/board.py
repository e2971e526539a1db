"""The table at which the matching is played: everything in one order whatever the order it came in, and what is left of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from donations.matching.finding import Finder, grants
from donations.matching.given import (
    FITS,
    LAST_TURN,
    Demand,
    Forbid,
    ImpossiblePin,
    Ints,
    Pin,
    Place,
    SupplyLine,
    Weights,
)

NO_CAP = 2**40


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """`quantity` devices of the line (its index) to the place (its index)."""

    line: int
    place: int
    quantity: int


class Board:
    """Lines in order of key, places in order of (school, class), needs of a place in the order in which they are served.

    `first[p] : first[p + 1]` are the needs of place p; the `taken[p]` first of them have a device. Only `put` changes it.
    """

    def __init__(
        self,
        supply: Iterable[SupplyLine],
        demand: Demand,
        weights: Weights,
        seed: str = "",
        forbidden: Iterable[Forbid] = (),
    ) -> None:
        self.weights, self.seed = weights, seed
        self.lines = sorted(supply, key=lambda line: line.key)
        self.index = {line.key: index for index, line in enumerate(self.lines)}
        if len(self.index) != len(self.lines):
            raise ValueError("supply: a key stands twice")
        self.left = np.array([line.quantity for line in self.lines], dtype=np.int64)
        self.moves: list[Move] = []
        self._set_places(demand)
        self._set_needs(demand)
        self._set_caps()
        self.forbidden: dict[int, frozenset[tuple[int, str]]] = self._forbidden(forbidden)

    def _set_places(self, demand: Demand) -> None:
        order = sorted(
            range(len(demand.places)), key=lambda at: (demand.places[at].school, demand.places[at].need_class)
        )
        self.places = [demand.places[at] for at in order]
        self.place_at = {(place.school, place.need_class): index for index, place in enumerate(self.places)}
        if len(self.place_at) != len(self.places):
            raise ValueError("demand: a school and class stand twice")
        self._renumbered = np.empty(len(order), dtype=np.int64)
        self._renumbered[order] = np.arange(len(order))
        groups = sorted({(place.district, place.form) for place in self.places})
        number = {group: index for index, group in enumerate(groups)}
        self.groups = groups
        self.group = np.array([number[place.district, place.form] for place in self.places], dtype=np.int64)
        schools = sorted({place.school for place in self.places})
        at = {school: index for index, school in enumerate(schools)}
        self.schools = schools
        self.school = np.array([at[place.school] for place in self.places], dtype=np.int64)
        self.places_of: list[list[int]] = [[] for _school in schools]
        for index, school in enumerate(self.school.tolist()):
            self.places_of[school].append(index)

    def _set_needs(self, demand: Demand) -> None:
        place = self._renumbered[demand.place] if len(demand.place) else np.empty(0, dtype=np.int64)
        turn, points = np.minimum(demand.turn, LAST_TURN), demand.points
        if len(points) and (points.min() < -(2**20) or points.max() >= 2**20):
            raise ValueError("demand: points beyond 2^20")
        order = np.lexsort((demand.lot, rank_key(place, turn, points)))
        self.place, self.turn, self.points, self.lot = place[order], turn[order], points[order], demand.lot[order]
        counts = np.bincount(self.place, minlength=len(self.places))
        self.first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self.taken = np.zeros(len(self.places), dtype=np.int64)

    def _set_caps(self) -> None:
        self.cap = np.full(len(self.schools), NO_CAP, dtype=np.int64)
        if self.weights.cap_per_school is not None:
            self.cap[:] = self.weights.cap_per_school
        for index, place in enumerate(self.places):
            if place.cap_left is not None:
                self.cap[self.school[index]] = min(self.cap[self.school[index]], max(place.cap_left, 0))
        self.may = np.array([place.may_receive for place in self.places], dtype=bool)

    def _forbidden(self, forbidden: Iterable[Forbid]) -> dict[int, frozenset[tuple[int, str]]]:
        found = defaultdict(set)
        for ban in forbidden:
            if ban.line in self.index:
                for need_class in [ban.need_class] if ban.need_class else FITS:
                    found[self.index[ban.line]].add((ban.school, need_class))
        return {line: frozenset(bans) for line, bans in found.items()}

    def copy(self) -> Board:
        """The same position, to be played on separately."""
        other = copy(self)
        other.left, other.taken, other.cap = self.left.copy(), self.taken.copy(), self.cap.copy()
        other.moves = list(self.moves)
        return other

    def open(self) -> Ints:
        """How many needs of each place have no device yet."""
        return np.diff(self.first) - self.taken

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.places)

    def put(self, moves: Sequence[Move]) -> None:
        """Play the moves; their caller has looked after every limit."""
        for move in moves:
            self.left[move.line] -= move.quantity
            self.taken[move.place] += move.quantity
            self.cap[self.school[move.place]] -= move.quantity
        self.moves.extend(moves)

    def pin(self, pins: Iterable[Pin]) -> None:
        """Play the pins. Raises ImpossiblePin."""
        for pin in sorted(pins):
            why = self._why_not(pin)
            if why:
                raise ImpossiblePin(pin, why)
            self.put([Move(self.index[pin.line], self.place_at[pin.school, pin.need_class], pin.quantity)])

    def _why_not(self, pin: Pin) -> str:
        line, place = self.index.get(pin.line), self.place_at.get((pin.school, pin.need_class))
        if line is None or place is None or pin.quantity < 1:
            return "unknown"
        if not suits(self.lines[line], self.places[place]) or (pin.school, pin.need_class) in self.forbidden.get(
            line, ()
        ):
            return "wish"
        if not self.may[place]:
            return "gate"
        if pin.quantity > self.left[line] or pin.quantity > self.open()[place]:
            return "quantity"
        return "cap" if pin.quantity > self.cap[self.school[place]] else ""

    def dealt_first(self, line: int) -> tuple[bool, int, str, str]:
        """The order in which lines are dealt: bulk, then large ones; equal ones by the seed's hash."""
        given = self.lines[line]
        return (
            not given.bulk,
            -given.quantity,
            hashlib.sha256(f"{self.seed}:{given.key}".encode()).hexdigest(),
            given.key,
        )


def rank_key(owner: Ints, turn: Ints, points: Ints) -> Ints:
    """One number that sorts by owner, turn, points downwards."""
    return (owner << 24) + (turn << 22) + (2**20 - points)


def suits(line: SupplyLine, place: Place) -> bool:
    """A device of the line can serve a need of the place and the donor agrees; gate and cap apart."""
    return line.device_type in FITS.get(place.need_class, ()) and grants(line.wish, place)
