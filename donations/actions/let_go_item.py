"""What a line of a basket holds goes back, in part or whole."""

from __future__ import annotations

from django.utils import timezone

from donations.actions.release_units import release_units
from donations.holding import least_urgent
from donations.models import Allocation, Basket, BasketItem, Pledge
from donations.states import PLEDGE_MOVES, PledgeState
from ksbb.common.states import move


def let_go_item(*, basket: Basket, item: BasketItem, keep: int = 0) -> int:
    """Keep the `keep` most urgent needs of the item and release the others; returns how many were released.

    Inside the transaction that holds the basket. A draft that holds nothing any more is over.
    """
    line = item.line
    if line is None:
        return 0
    draft = Pledge.objects.locked().get(pk=line.pledge_id)
    units = least_urgent(Allocation.objects.filter(line=line))
    released = release_units(Allocation.objects.filter(pk__in=units[: max(0, len(units) - keep)]))
    if not Allocation.objects.filter(line=line).exists():
        BasketItem.objects.filter(pk=item.pk).update(line=None)
        item.line = None
        line.delete()
    if not draft.lines.exists():
        move(draft, PledgeState.EXPIRED, PLEDGE_MOVES, expired_at=timezone.now())
    if not Pledge.objects.filter(basket=basket, state=PledgeState.DRAFT).exists():
        Basket.objects.filter(pk=basket.pk).update(held_until=None)
        basket.held_until = None
    return released
