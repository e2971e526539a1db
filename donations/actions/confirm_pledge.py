"""A draft whose needs are all held becomes a promise."""

from __future__ import annotations

from django.utils import timezone

from donations.actions.announce_pledge import announce_pledge
from donations.models import Pledge
from donations.states import PLEDGE_MOVES, PledgeState
from ksbb.authority.actors import Actor
from ksbb.common.states import move


def confirm_pledge(*, pledge: Pledge, devices: int, actor: Actor, thanks: bool = True) -> None:
    """Inside the transaction that holds its units, so many `devices`; the rest as in `announce_pledge`."""
    move(
        pledge,
        PledgeState.COMMITTED,
        PLEDGE_MOVES,
        committed_at=timezone.now(),
        committed_by_id=actor.user_id or 0,
        held_until=None,
    )
    announce_pledge(pledge=pledge, devices=devices, actor=actor, thanks=thanks)
