"""A line of a basket is taken out; what it held goes back at once."""

from __future__ import annotations

from django.db import transaction

from donations.actions.let_go_item import let_go_item
from donations.baskets import locked_basket
from donations.models import BasketItem
from donations.policies_basket import why_not_change
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


@transaction.atomic
def remove_item(*, item: BasketItem, actor: Actor) -> None:
    basket = locked_basket(item.basket, actor)
    refuse_if(why_not_change(basket))
    found = BasketItem.objects.select_related("line").filter(pk=item.pk, basket=basket).first()
    if found is not None:
        let_go_item(basket=basket, item=found)
        found.delete()
