"""Why this rank: everything that put a person where they stand, gathered for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from recipients.criteria import BadCriteria, parse
from recipients.draws import lot_in_digits, lot_of
from recipients.models import NO_LOT, Assessment, Draw, Need, Recipient
from recipients.models.assessment import Reason
from recipients.ranking import Place, place_of
from recipients.reading_aloud import condition
from recipients.states import NeedState, RecipientState


@dataclass(frozen=True)
class Step:
    """One clause: the label that the coordinator gave it, when it holds in plain words, and what it said of the person."""

    reason: Reason
    words: str


@dataclass(frozen=True)
class Lot:
    """What decides among equal points. `digits` is empty as long as nothing was drawn."""

    ticket: str
    digits: str
    draw: Draw | None


@dataclass(frozen=True)
class Rank:
    """`verdict` None: not judged yet. `need` is the living one; `place` only while it is open."""

    verdict: Assessment | None
    required: Sequence[Step] = ()
    weighted: Sequence[Step] = ()
    without: Sequence[Step] = ()
    need: Need | None = None
    place: Place | None = None
    lot: Lot | None = None


def rank_of(recipient: Recipient) -> Rank:
    """Of the verdict in force; four queries and the place. Who has left the register stands in no order, and of who was
    erased the verdict tells only half.
    """
    if recipient.state != RecipientState.REGISTERED:
        return Rank(None)
    verdict = Assessment.objects.newest().filter(recipient=recipient).select_related("criteria").first()
    if verdict is None:
        return Rank(None)
    steps = steps_of(verdict)
    need = Need.objects.filter(recipient=recipient).exclude(state=NeedState.CLOSED).select_related("draw").first()
    return Rank(
        verdict,
        required=[step for step in steps if step.reason.is_required],
        weighted=[step for step in steps if not step.reason.is_required and step.reason.points],
        without=[step for step in steps if not step.reason.is_required and not step.reason.points],
        need=need,
        place=place_of(need) if need else None,
        lot=lot_of_need(need) if need else None,
    )


def steps_of(verdict: Assessment) -> list[Step]:
    """The clauses of the version that was used, in its order."""
    try:
        words = [capfirst(condition(clause)) for clause in parse(verdict.criteria.clauses)]
    except BadCriteria:  # a version from before a field was taken out: its labels still tell
        words = [""] * len(verdict.criteria.clauses)
    return [Step(reason, said) for reason, said in zip(verdict.reasons, words, strict=True)]


def lot_of_need(need: Need) -> Lot:
    """The need's lot with the draw that gave it."""
    if need.lot == NO_LOT:
        return Lot(str(need.public_id), "", None)
    draw = need.draw
    proven = draw is not None and lot_of(draw.seed, need.public_id) == need.lot
    return Lot(str(need.public_id), lot_in_digits(need.lot), draw if proven else None)
