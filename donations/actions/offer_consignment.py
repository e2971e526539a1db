"""Devices or announced money for an aggregator, who says whether they came. No payment happens here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from donations.models import Basket, BasketItem, Consignment
from donations.offers import details_of
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox


def offer_consignment(*, basket: Basket, item: BasketItem, said: dict[str, Any], actor: Actor) -> Consignment:
    """Inside the transaction that commits the basket; the aggregator is told."""
    assert item.aggregator is not None
    made = Consignment.objects.create(
        kind=Consignment.Kind.MONEY if item.is_money else Consignment.Kind.DEVICES,
        basket=basket,
        donor=basket.donor,
        aggregator=item.aggregator,
        amount=item.amount,
        quantity=item.quantity,
        offered_at=timezone.now(),
        offered_by_id=actor.user_id or 0,
        **details_of(item),
        **said,
    )
    trail.record("consignment.offered", made, actor=actor, kind=made.kind, devices=made.quantity)
    outbox.post(
        "donations/consignment_offered",
        to=people_of(item.aggregator.pk, Permission.LEDGER_RECORD),
        path=reverse("donations:consignment_detail", args=[made.public_id]),
        once=f"consignment_offered:{made.pk}",
        what=made.kind,
        devices=made.quantity,
    )
    return made
