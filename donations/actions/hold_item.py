"""The needs for one line of a basket, held by a draft pledge to its school until the basket's time is up."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from donations.actions.hold_units import hold_units
from donations.baskets import hold_until
from donations.models import Basket, BasketItem, Pledge, PledgeLine
from donations.offers import details_of
from donations.states import PledgeState

# What a draft says of its date until the giver has named one.
SOON = timedelta(days=7)


def hold_item(*, basket: Basket, item: BasketItem, quantity: int, wait: bool = False) -> int:
    """Hold up to `quantity` more for `item` (whose target is a school); returns how many were.

    Inside the transaction that holds the basket. All of the basket's drafts end together.
    """
    line = item.line or _new_line(basket, item)
    count = hold_units(line=line, quantity=quantity, wait=wait)
    if count:
        until = hold_until(basket)
        Pledge.objects.filter(basket=basket, state=PledgeState.DRAFT).update(held_until=until)
        Basket.objects.filter(pk=basket.pk).update(held_until=until, updated_at=timezone.now())
        basket.held_until = until
    return count


def _new_line(basket: Basket, item: BasketItem) -> PledgeLine:
    if item.school is None:
        raise ValueError("only an item for a school holds needs")
    drafts = Pledge.objects.locked().filter(basket=basket, school=item.school, state=PledgeState.DRAFT)
    draft = drafts.first() or Pledge.objects.create(
        basket=basket,
        donor=basket.donor,
        school=item.school,
        region=item.school.region,
        proposed_on=basket.proposed_on or timezone.localdate() + SOON,
        request_key=uuid.uuid4(),
        held_until=hold_until(basket),
    )
    line = PledgeLine.objects.create(
        pledge=draft, need_class=item.need_class, quantity=item.quantity, **details_of(item)
    )
    BasketItem.objects.filter(pk=item.pk).update(line=line)
    item.line = line
    return line
