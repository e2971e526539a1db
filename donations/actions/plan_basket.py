"""When, how, and under which name a basket's gifts are given."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from donations.baskets import locked_basket
from donations.models import Basket
from donations.policies_basket import why_not_change
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


@transaction.atomic
def plan_basket(*, basket: Basket, actor: Actor, **facts: Any) -> Basket:
    """`facts` are among proposed_on, delivery, drop_point, note, shown_as. Judged whole when the basket is sent."""
    found = locked_basket(basket, actor)
    refuse_if(why_not_change(found))
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=[*facts, "updated_at"])
    return found
