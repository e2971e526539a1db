"""Baskets, wishes and aggregators, made by the same actions that people use. All names are invented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from donations.actions.add_to_basket import add_to_basket
from donations.actions.open_basket import open_basket
from donations.models import Aggregator, Basket, BasketItem, Licence, Wish
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import donor_of

_numbers = count(1)


def later(days: int = 10) -> date:
    return timezone.localdate() + timedelta(days=days)


def basket_of(actor: Actor) -> Basket:
    return open_basket(donor=donor_of(actor), actor=actor)


def line_for(
    basket: Basket, actor: Actor, school: School, quantity: int = 1, device_type: str = "tablet", **facts: Any
) -> BasketItem:
    """New tablets for pupils of the school, or what `facts` say."""
    said: dict[str, Any] = {"need_class": "student_device", "condition": "new", **facts}
    return add_to_basket(
        basket=basket, actor=actor, target="school", school=school, quantity=quantity, device_type=device_type, **said
    )


def listed_aggregator(actor: Actor) -> Organisation:
    """The organisation of `actor`, verified and with a licence in force."""
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    today = timezone.localdate()
    profile = Aggregator.objects.create(
        organisation=organisation,
        legal_form="Yayasan",
        verified_at=timezone.now(),
        verified_by_id=0,
        verified_until=today + timedelta(days=100),
    )
    Licence.objects.create(
        aggregator=profile,
        number=f"UJI/{next(_numbers)}",
        issuer="Kementerian Sosial",
        valid_from=today - timedelta(days=100),
        valid_until=today + timedelta(days=100),
    )
    return organisation


def wish_of(actor: Actor, quantity: int = 5, **facts: Any) -> Wish:
    """Tablets for where they are needed most, or what `facts` say."""
    said: dict[str, Any] = {
        "device_type": "tablet",
        "condition": "new",
        "proposed_on": later(),
        "signed_name": "Penanda Tangan Uji",
        **facts,
    }
    return Wish.objects.create(
        donor=donor_of(actor), quantity=quantity, promised_at=timezone.now(), promised_by_id=actor.user_id or 0, **said
    )
