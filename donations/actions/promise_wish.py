"""Devices for an area, a kind of school, or where they are needed most: they wait for the matching."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from donations.models import Basket, BasketItem, Wish
from donations.offers import details_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor


def promise_wish(*, basket: Basket, item: BasketItem, said: dict[str, Any], actor: Actor) -> Wish:
    """Inside the transaction that commits the basket; `said` holds the fields of `Promise`."""
    wish = Wish.objects.create(
        basket=basket,
        donor=basket.donor,
        region=item.area,
        form=item.form,
        need_class=item.need_class,
        quantity=item.quantity,
        promised_at=timezone.now(),
        promised_by_id=actor.user_id or 0,
        **details_of(item),
        **said,
    )
    trail.record("wish.promised", wish, actor=actor, devices=item.quantity)
    return wish
