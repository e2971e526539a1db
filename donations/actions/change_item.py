"""A line of a basket is typed anew; what it holds follows."""

from __future__ import annotations

from typing import Any

from donations.actions.hold_item import hold_item
from donations.actions.let_go_item import let_go_item
from donations.baskets import held_of, locked_basket
from donations.holding import Short, settled
from donations.models import BasketItem
from donations.policies_allowance import why_not_receive
from donations.policies_basket import why_not_change, why_not_item, why_not_more
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


def change_item(*, item: BasketItem, actor: Actor, **facts: Any) -> BasketItem:
    """`facts` are fields of BasketItem; the target stays. More is held whole or nothing changes: raises NotEnoughLeft."""

    def attempt(wait: bool) -> BasketItem:
        basket = locked_basket(item.basket, actor)
        refuse_if(why_not_change(basket))
        found = BasketItem.objects.select_related("school", "line__pledge").get(pk=item.pk, basket=basket)
        if found.need_class != facts.get("need_class", found.need_class):
            let_go_item(basket=basket, item=found)
        for name, value in facts.items():
            setattr(found, name, value)
        refuse_if(why_not_item(found) or why_not_more(basket, found))
        found.save(update_fields=list(facts))
        if found.target == BasketItem.Target.SCHOOL and found.school is not None:
            _follow(found, wait)
        return found

    def _follow(found: BasketItem, wait: bool) -> None:
        assert found.school is not None
        [held] = held_of([found])
        if held.missing < 0:
            let_go_item(basket=found.basket, item=found, keep=found.quantity)
        elif held.missing:
            refuse_if(why_not_receive(found.school, found.need_class, held.missing, lock=True))
            if hold_item(basket=found.basket, item=found, quantity=held.missing, wait=wait) < held.missing:
                raise Short(found.school.pk, found.need_class, held.missing)

    return settled(attempt)
