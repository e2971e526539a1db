"""A basket is given up; what it held goes back at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.actions.release_units import release_units
from donations.baskets import locked_basket
from donations.models import Allocation, Basket, BasketItem, Pledge
from donations.policies_basket import why_not_change
from donations.states import BASKET_MOVES, PLEDGE_MOVES, BasketState, PledgeState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move, move_all


@transaction.atomic
def drop_basket(*, basket: Basket, actor: Actor) -> Basket:
    found = locked_basket(basket, actor)
    refuse_if(why_not_change(found))
    now = timezone.now()
    drafts = [one.pk for one in Pledge.objects.locked().filter(basket=found, state=PledgeState.DRAFT).order_by("pk")]
    release_units(Allocation.objects.filter(line__pledge__in=drafts))
    BasketItem.objects.filter(basket=found).update(line=None)
    move_all(
        Pledge.objects.filter(pk__in=drafts), [PledgeState.DRAFT], PledgeState.EXPIRED, PLEDGE_MOVES, expired_at=now
    )
    move(
        found,
        BasketState.DROPPED,
        BASKET_MOVES,
        dropped_at=now,
        dropped_by_id=actor.user_id or 0,
        held_until=None,
    )
    trail.record("basket.dropped", found, actor=actor)
    return found
