"""What it would cost to hold a line of a proposal fast or to forbid it, told before it is done. Reading only."""

from __future__ import annotations

from dataclasses import dataclass

from donations.matching import Cost, Forbid, ImpossiblePin, Pin, cost_of, propose
from donations.matching_input import key_of
from donations.matching_work import given_of, marks_of, weights_for
from donations.models import MatchingLine, MatchingRun


@dataclass(frozen=True)
class Price:
    """`cost` against the best plan of this moment; None when the change cannot be done, for the reason `why` (a code)."""

    cost: Cost | None
    why: str = ""


def price_of_pin(line: MatchingLine, *, school_id: int | None = None, quantity: int | None = None) -> Price:
    """To hold `quantity` of the line's devices fast for its own school, or for another one."""
    pin = Pin(_key(line), school_id or line.school_id, line.need_class, quantity or line.quantity)
    return _price(line.run, pin)


def price_of_forbid(line: MatchingLine) -> Price:
    return _price(line.run, Forbid(_key(line), line.school_id, line.need_class))


def _key(line: MatchingLine) -> str:
    return key_of(wish=line.wish_id, lot=line.lot_id)


def _price(run: MatchingRun, change: Pin | Forbid) -> Price:
    """Both plans are calculated from the needs of now, so that the difference is the change's alone."""
    given, weights, marks = given_of(run), weights_for(run), marks_of(run)
    # A mark on the same line and school is what the change replaces.
    same = (change.line, change.school, change.need_class)
    pins = [pin for pin in marks.pinned if (pin.line, pin.school, pin.need_class) != same]
    bans = [ban for ban in marks.forbidden if (ban.line, ban.school, ban.need_class) != same]
    while True:
        try:
            base = propose(
                given.supply, given.demand, weights, seed=run.seed, pinned=pins, forbidden=bans, compare=False
            )  # fmt: skip
            break
        except ImpossiblePin as no:
            pins.remove(no.pin)
    try:
        cost = cost_of(
            change, given.supply, given.demand, weights, base=base.after, seed=run.seed, pinned=pins, forbidden=bans
        )  # fmt: skip
    except ImpossiblePin as no:
        return Price(None, no.why)
    return Price(cost)
