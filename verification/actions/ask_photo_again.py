"""A photo with which a school showed a device turned out to be of no use: another one is asked for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.common.states import move
from verification.models import UseRound
from verification.states import USE_ROUND_MOVES, UseRoundState
from verification.use import TERM
from verification.use_letters import tell_schools


@transaction.atomic
def ask_photo_again(round_: UseRound, *, today: date | None = None) -> UseRound:
    """`round_` is locked by the caller. A round that was sent already is open again, with a term of its own; all that was said
    stands, only the photo is missing. One that was not sent yet says so by itself.
    """
    if round_.state != UseRoundState.ANSWERED:
        return round_
    day = today or timezone.localdate()
    due_on = day + TERM
    unsent = {"answered_at": None, "answered_by_id": None, "warned_at": None, "late_at": None}
    move(round_, UseRoundState.ASKED, USE_ROUND_MOVES, due_on=due_on, **unsent)
    trail.record("use_round.asked_again", round_, actor=SYSTEM)
    tell_schools("verification/use_photo_again", [round_], day=day, due_on=due_on)
    return round_
