"""The draft of a basket for one school becomes a pledge, with everything that was typed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from donations.actions.confirm_pledge import confirm_pledge
from donations.actions.hold_item import hold_item
from donations.baskets import held_of
from donations.holding import Short
from donations.models import Basket, BasketItem, Pledge, PledgeLine
from donations.offers import details_of
from donations.policies_allowance import why_not_receive
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


def commit_draft(
    *, basket: Basket, items: Sequence[BasketItem], said: dict[str, Any], actor: Actor, wait: bool
) -> Pledge:
    """Inside the transaction that holds the basket and its drafts; all `items` are for one school.

    What is no longer held is held anew, whole, or Short is raised.
    """
    for held in held_of(list(items)):
        item, missing = held.item, held.missing
        assert item.school is not None
        if missing > 0:
            refuse_if(why_not_receive(item.school, item.need_class, missing, lock=True))
            if hold_item(basket=basket, item=item, quantity=missing, wait=wait) < missing:
                raise Short(item.school.pk, item.need_class, missing)
        PledgeLine.objects.filter(basket_item=item).update(quantity=item.quantity, **details_of(item))
    draft = Pledge.objects.locked().get(lines__basket_item=items[0])
    Pledge.objects.filter(pk=draft.pk).update(**said, note=basket.note, updated_at=timezone.now())
    confirm_pledge(pledge=draft, devices=sum(item.quantity for item in items), actor=actor, thanks=False)
    draft.refresh_from_db()
    return draft
