"""Baskets whose time is up let go of what they hold; what was typed into them stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from donations.actions.release_units import release_units
from donations.models import Allocation, Basket, BasketItem, Pledge
from donations.states import PLEDGE_MOVES, BasketState, PledgeState
from ksbb.common.states import move_all

BATCH = 100


def expire_holds(*, now: datetime | None = None) -> int:
    """Releases each hold exactly once, also with several workers at it; returns how many units went back.

    A basket that somebody works on at this moment is left for the next run.
    """
    now, units = now or timezone.now(), 0
    while True:
        baskets, released = _batch(now)
        units += released
        if baskets < BATCH:
            return units


@transaction.atomic
def _batch(now: datetime) -> tuple[int, int]:
    due = Basket.objects.filter(state=BasketState.OPEN, held_until__lte=now).order_by("held_until", "pk")
    baskets = [basket.pk for basket in due.select_for_update(skip_locked=True, no_key=True)[:BATCH]]
    if not baskets:
        return 0, 0
    drafts = Pledge.objects.filter(basket__in=baskets, state=PledgeState.DRAFT).order_by("pk")
    held = [pledge.pk for pledge in drafts.select_for_update(no_key=True)]
    released = release_units(Allocation.objects.filter(line__pledge__in=held))
    BasketItem.objects.filter(basket__in=baskets).update(line=None)
    move_all(Pledge.objects.filter(pk__in=held), [PledgeState.DRAFT], PledgeState.EXPIRED, PLEDGE_MOVES, expired_at=now)
    Basket.objects.filter(pk__in=baskets).update(held_until=None)
    return len(baskets), released
