"""A promise of which nothing is waited for any more is fulfilled."""

from __future__ import annotations

from django.utils import timezone

from donations.models import Allocation, Pledge
from donations.states import PLEDGE_MOVES, AllocationState, PledgeState
from ksbb.common.states import move


def fulfil_if_done(*, pledge: Pledge) -> None:
    """Inside the transaction that holds the pledge, after units of it were released or moved away."""
    waiting = Allocation.objects.filter(
        line__pledge=pledge, state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED]
    )
    if pledge.state == PledgeState.COMMITTED and not waiting.exists():
        move(pledge, PledgeState.FULFILLED, PLEDGE_MOVES, fulfilled_at=timezone.now())
