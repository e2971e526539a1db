"""A basket whose time was up is held again, as far as its needs are still there."""

from __future__ import annotations

from django.db import transaction

from donations.actions.hold_item import hold_item
from donations.actions.let_go_item import let_go_item
from donations.baskets import Held, held_of, items_of, locked_basket
from donations.holding import TRIES, open_needs
from donations.models import Basket
from donations.policies_basket import why_not_change
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


def hold_basket(*, basket: Basket, actor: Actor) -> list[Held]:
    """Hold what is missing, as much as is left; answers with the lines that shrank (typed more than is held).

    What was typed stays as typed. Units in other hands at this moment may come free: they are asked for a few times.
    """
    short: list[Held] = []
    for _turn in range(TRIES):
        short = _hold_once(basket, actor)
        if not any(open_needs(one.item.school_id or 0, one.item.need_class) for one in short):
            break
    return short


@transaction.atomic
def _hold_once(basket: Basket, actor: Actor) -> list[Held]:
    found = locked_basket(basket, actor)
    refuse_if(why_not_change(found))
    for held in held_of(items_of(found)):
        if held.missing > 0 and not hold_item(basket=found, item=held.item, quantity=held.missing) and not held.count:
            let_go_item(basket=found, item=held.item)
    basket.held_until = found.held_until
    return [held for held in held_of(items_of(found)) if held.missing > 0]
