"""What stands in a basket, and how much of it is held: read for actions and pages alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from donations.models import Allocation, Basket, BasketItem
from donations.states import BasketState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden


@dataclass(frozen=True)
class Held:
    """An item and how many of its devices are held for it; only items for a chosen school hold anything."""

    item: BasketItem
    count: int

    @property
    def missing(self) -> int:
        return self.item.quantity - self.count if self.item.target == BasketItem.Target.SCHOOL else 0


def locked_basket(basket: Basket, actor: Actor) -> Basket:
    """For actions: the basket held, first of all that they hold. Raises Forbidden for other organisations' people."""
    actor.must(Permission.PLEDGE_CREATE)
    found = Basket.objects.select_for_update(of=("self",), no_key=True).select_related("donor").get(pk=basket.pk)
    if not actor.is_system and found.donor.organisation_id != actor.organisation_id:
        raise Forbidden("only for the own organisation")
    return found


def items_of(basket: Basket) -> list[BasketItem]:
    """In the order in which all that is promised is held: school, class, then as typed."""
    found = basket.items.select_related("school__district", "aggregator", "line__pledge")
    return list(found.order_by("school_id", "need_class", "pk"))


def held_of(items: list[BasketItem]) -> list[Held]:
    """One query for all."""
    units = Allocation.objects.live().filter(line__in=[item.line_id for item in items if item.line_id])
    counts: dict[int, int] = defaultdict(int, units.values_list("line").annotate(n=Count("pk")))
    return [Held(item, counts[item.line_id] if item.line_id else 0) for item in items]


def hold_until(basket: Basket, now: datetime | None = None) -> datetime:
    """A running hold keeps its end: adding to a basket does not prolong what it already keeps from others."""
    now = now or timezone.now()
    if basket.held_until is not None and basket.held_until > now:
        return basket.held_until
    return now + timedelta(minutes=settings.BASKET_HOLD_MINUTES)


def is_open(basket: Basket) -> bool:
    return basket.state == BasketState.OPEN
