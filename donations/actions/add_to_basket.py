"""One more line in a basket. For a chosen school its needs are held from now on."""

from __future__ import annotations

from typing import Any

from donations.actions.hold_item import hold_item
from donations.baskets import locked_basket
from donations.holding import Short, settled
from donations.models import Basket, BasketItem
from donations.policies_allowance import why_not_receive
from donations.policies_basket import why_not_change, why_not_item, why_not_more
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


def add_to_basket(*, basket: Basket, actor: Actor, **facts: Any) -> BasketItem:
    """`facts` are the fields of BasketItem. Held whole or not added: raises NotEnoughLeft, other reasons as Refused."""
    item = BasketItem(basket=basket, **facts)
    refuse_if(why_not_item(item))

    def attempt(wait: bool) -> BasketItem:
        held = locked_basket(basket, actor)
        refuse_if(why_not_change(held) or why_not_more(held, item))
        made = BasketItem.objects.create(basket=held, **facts)
        if made.target == BasketItem.Target.SCHOOL and made.school is not None:
            refuse_if(why_not_receive(made.school, made.need_class, made.quantity, lock=True))
            if hold_item(basket=held, item=made, quantity=made.quantity, wait=wait) < made.quantity:
                raise Short(made.school.pk, made.need_class, made.quantity)
        return made

    return settled(attempt)
