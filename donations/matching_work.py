"""One calculation of the matching: who may make it now, with what, and what comes out as rows to be written. No writing here."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from typing import Any

from celery import current_app

from donations.matching import Forbid, ImpossiblePin, Pin, Proposal, ProposalLine, Weights, propose
from donations.matching.stored import weights_from
from donations.matching_input import Given, by_district, given_for, key_of, source_of
from donations.models import MatchingRun
from ksbb.common.after_commit import after_commit
from ksbb.common.alone import alone_with


def alone(run: MatchingRun) -> AbstractContextManager[bool]:
    """Whether this worker may calculate the run: False when another one does."""
    return alone_with("donations.matching", run.pk)


def hand_to_worker(run: MatchingRun) -> None:
    """Start the calculation after the commit; when the broker is away, the beat finds the run later."""
    after_commit(current_app.send_task, "donations.tasks.compute_matching", [str(run.public_id)])


def hand_over_confirmation(run: MatchingRun) -> None:
    after_commit(current_app.send_task, "donations.tasks.apply_matching", [str(run.public_id)])


@dataclass(frozen=True)
class Marks:
    """What people hold fast and forbid in a run."""

    pinned: tuple[Pin, ...]
    forbidden: tuple[Forbid, ...]


@dataclass(frozen=True)
class Result:
    """Rows to be written: `lines` as (proposal, why, held fast), `unplaced` and `figures` as JSON."""

    lines: list[tuple[ProposalLine, dict[str, Any], bool]]
    unplaced: list[dict[str, Any]]
    figures: dict[str, Any]


def marks_of(run: MatchingRun) -> Marks:
    """A line that got more than was held fast keeps the number that was."""
    rows = run.lines.exclude(is_pinned=False, is_forbidden=False).order_by("pk")
    pinned, forbidden = [], []
    for row in rows:
        key = key_of(wish=row.wish_id, lot=row.lot_id)
        if row.is_pinned:
            pinned.append(Pin(key, row.school_id, row.need_class, row.why.get("pin") or row.quantity))
        else:
            forbidden.append(Forbid(key, row.school_id, row.need_class))
    return Marks(tuple(pinned), tuple(forbidden))


def weights_for(run: MatchingRun) -> Weights:
    """Of the run's version, with the block that was asked for, of bulk lines too."""
    weights = weights_from(run.weights.values)
    block = run.options.get("block")
    return replace(weights, block=block, bulk_block=block) if block else weights


def given_of(run: MatchingRun) -> Given:
    return given_for(run.region, wishes=run.options.get("wishes", True), stock=run.options.get("stock", False))


def calculated(run: MatchingRun) -> Result:
    """The same whenever the needs, the gifts, the marks and the weights are the same."""
    begun = time.perf_counter()
    given, weights, marks = given_of(run), weights_for(run), marks_of(run)
    proposal, pinned, loosened = _proposed(run, given, weights, marks)
    got = Counter[tuple[int, str]]()
    for line in proposal.lines:
        got[line.school, line.need_class] += line.quantity
    figures = _figures(proposal) | {
        "needs": int(given.waiting.sum()),
        "supply": sum(line.quantity for line in given.supply),
        "districts": by_district(given, got),
        "loosened": loosened,
        "seconds": round(time.perf_counter() - begun, 2),
    }
    return Result(_lines(proposal, given, pinned), _unplaced(proposal, given), figures)


def _proposed(
    run: MatchingRun, given: Given, weights: Weights, marks: Marks
) -> tuple[Proposal, dict[tuple[str, int, str], int], list[dict[str, Any]]]:
    """The proposal, what stayed held fast, and what could not: the needs had gone, or the gift was taken back."""
    pins, loosened = list(marks.pinned), list[dict[str, Any]]()
    while True:
        try:
            found = propose(
                given.supply, given.demand, weights, seed=run.seed, pinned=pins, forbidden=marks.forbidden
            )  # fmt: skip
            return found, {(pin.line, pin.school, pin.need_class): pin.quantity for pin in pins}, loosened
        except ImpossiblePin as no:
            pins.remove(no.pin)
            wish, lot = source_of(no.pin.line)
            gone = {"wish": wish, "lot": lot, "school": no.pin.school, "quantity": no.pin.quantity}
            loosened.append(gone | {"why": no.why})


def _figures(proposal: Proposal) -> dict[str, Any]:
    told = {
        "before": proposal.before,
        "after": proposal.after,
        "greedy": proposal.greedy,
        "unfloored": proposal.unfloored,
    }
    return {name: asdict(figures) if figures else None for name, figures in told.items()} | {
        "floors": [[floor.district, floor.form, floor.floor, floor.got] for floor in proposal.floors if floor.floor],
        "block": proposal.block,
    }


def _lines(
    proposal: Proposal, given: Given, pinned: dict[tuple[str, int, str], int]
) -> list[tuple[ProposalLine, dict[str, Any], bool]]:
    capped = {(place.school, place.need_class) for place in given.capped}
    room = Counter[tuple[int, str]]()
    for at, count in Counter(given.demand.place.tolist()).items():
        room[given.demand.places[at].school, given.demand.places[at].need_class] = count
    for line in proposal.lines:
        room[line.school, line.need_class] -= line.quantity
    found = []
    for line in proposal.lines:
        why: dict[str, Any] = asdict(line.reason) if line.reason else {}
        place = line.school, line.need_class
        bound = list(why.get("bound", ()))
        if place in capped and room[place] <= 0 and "cap" not in bound:
            bound.append("cap")
        held = pinned.get((line.supply, *place))
        found.append((line, why | {"bound": bound} | ({"pin": held} if held else {}), bool(held)))
    return found


def _unplaced(proposal: Proposal, given: Given) -> list[dict[str, Any]]:
    """A cap that took the last needs away is told as a cap."""
    lines = {line.key: line for line in given.supply}
    found = []
    for left in proposal.unplaced:
        why = "cap" if left.why in ("no_need", "taken") and given.meets_cap(lines[left.supply]) else left.why
        wish, lot = source_of(left.supply)
        found.append({"wish": wish, "lot": lot, "quantity": left.quantity, "why": why})
    return found
