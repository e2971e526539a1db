"""All that a basket says is promised at once: pledges to schools, wishes for matching, titipan for aggregators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from donations.actions.commit_draft import commit_draft
from donations.actions.offer_consignment import offer_consignment
from donations.actions.promise_wish import promise_wish
from donations.baskets import items_of, locked_basket
from donations.holding import settled
from donations.models import Basket, BasketItem, Pledge
from donations.policies_basket import why_not_commit
from donations.reminding import reminded_already
from donations.states import BASKET_MOVES, BasketState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.sealing import seal
from ksbb.common.states import move
from ksbb.notifications import outbox

Target = BasketItem.Target


def commit_basket(*, basket: Basket, signed_name: str, request_key: UUID, actor: Actor, signature: str = "") -> Basket:
    """Everything or nothing, in one transaction. Sent again it answers with the basket that was promised already.

    `signature` is the drawn one as the data of an SVG path, kept sealed. Raises NotEnoughLeft (with its school) when held units
    are gone and others were quicker; the basket keeps all that was typed.
    """

    def attempt(wait: bool) -> Basket:
        found = locked_basket(basket, actor)
        if found.state == BasketState.COMMITTED:
            return found
        items = items_of(found)
        refuse_if(why_not_commit(found, items))
        said = _said(found, signed_name, signature)
        pledges = _commit_schools(found, [item for item in items if item.target == Target.SCHOOL], said, actor, wait)
        for item in items:
            if item.target in (Target.AREA, Target.NEEDIEST):
                promise_wish(basket=found, item=item, said=said, actor=actor)
            elif item.target == Target.AGGREGATOR:
                offer_consignment(basket=found, item=item, said=said, actor=actor)
        _finish(found, request_key, actor)
        _thank(found, items, pledges)
        return found

    return settled(attempt)


def _said(basket: Basket, signed_name: str, signature: str) -> dict[str, Any]:
    """What every promise of the basket says, whoever it is for."""
    assert basket.proposed_on is not None
    return {
        "proposed_on": basket.proposed_on,
        "delivery": basket.delivery,
        "drop_point_id": basket.drop_point_id,
        "shown_as": basket.shown_as,
        "signed_name": signed_name,
        "signature_sealed": seal(signature),
        "reminded_before": reminded_already(basket.proposed_on, timezone.localdate()),
    }


def _commit_schools(
    basket: Basket, items: Sequence[BasketItem], said: dict[str, Any], actor: Actor, wait: bool
) -> list[Pledge]:
    # All drafts are held before any need: one order for everybody.
    list(Pledge.objects.locked().filter(basket=basket, state=PledgeState.DRAFT).order_by("pk"))
    schools = dict.fromkeys(item.school_id for item in items)
    return [
        commit_draft(
            basket=basket, items=[item for item in items if item.school_id == school], said=said, actor=actor, wait=wait
        )
        for school in schools
    ]


def _finish(basket: Basket, request_key: UUID, actor: Actor) -> None:
    move(
        basket,
        BasketState.COMMITTED,
        BASKET_MOVES,
        committed_at=timezone.now(),
        committed_by_id=actor.user_id or 0,
        request_key=request_key,
        held_until=None,
    )
    trail.record("basket.committed", basket, actor=actor, items=basket.items.count())


def _thank(basket: Basket, items: Sequence[BasketItem], pledges: Sequence[Pledge]) -> None:
    """One letter for the whole basket, leading to the gift when it is a single one."""
    single = len(pledges) == 1 and all(item.target == Target.SCHOOL for item in items)
    outbox.post(
        "donations/basket_thanks",
        to=people_of(basket.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:pledge_detail", args=[pledges[0].public_id])
        if single
        else reverse("donations:basket_done", args=[basket.public_id]),
        once=f"basket_committed:{basket.pk}",
        devices=sum(item.quantity for item in items if not item.is_money),
        schools=len(pledges),
        others=sum(item.target != Target.SCHOOL for item in items),
    )
