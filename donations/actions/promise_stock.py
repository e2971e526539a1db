"""Free devices of the stock go into the basket, in as few lines as can be; the rest is the wizard's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count

from donations.actions.add_to_basket import add_to_basket
from donations.actions.open_basket import open_basket
from donations.actions.tell_wanted_met import tell_wanted_met
from donations.holding import NotEnoughLeft
from donations.inventory import Kind, in_hand, kinds_in_hand, left_of, sought_in_hand
from donations.models import Basket, BasketItem, Donor
from donations.offers import classes_for
from donations.wanted import Step, wanted_of, wanted_words
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from schools.models import School

Target = BasketItem.Target
MOST_IN_A_LINE = 1_000


@dataclass
class Promised:
    """What came into the basket; `troubles`: what did not, in words for the giver."""

    devices: int = 0
    troubles: list[str] = field(default_factory=list)


def promise_stock(
    *, donor: Donor, actor: Actor, target: str, area: str = "", form: str = "", need_class: str = ""
) -> Promised:
    """`target`: one of BasketItem.Target, SCHOOL meaning the schools that the devices themselves are meant for.

    Each line holds for itself: a school that needs no more does not keep the others from theirs. Sent twice at once, what is
    free is promised once.
    """
    actor.must(Permission.PLEDGE_CREATE)
    if donor.organisation_id != actor.organisation_id:
        raise Forbidden("only the own stock")
    basket, done = open_basket(donor=donor, actor=actor), Promised()
    _hold_back_wanted(donor, actor, done)
    lines = _for_schools(donor.organisation_id, need_class) if target == Target.SCHOOL else _anywhere(donor, need_class)
    for facts in lines:
        aim = {"target": target} if target != Target.AREA else {"target": target, "area": area, "form": form}
        try:
            done.devices += _add(basket, actor, aim | facts)
        except NotEnoughLeft as no:
            done.devices += _what_is_left(no.left, basket, actor, aim | facts)
            done.troubles.append(f"{facts['school'].name}: {no.reason}")
        except Refused as no:
            done.troubles.append(no.reason)
    return done


@transaction.atomic
def _hold_back_wanted(donor: Donor, actor: Actor, done: Promised) -> None:
    """Devices on the list of lost and stolen ones are promised to nobody; their keeper is told why, and so is the list's."""
    if entries := wanted_of(sought_in_hand(donor.organisation_id)):
        tell_wanted_met(entries=entries, step=Step.PROMISE, actor=actor)
        done.troubles.append(wanted_words())


@transaction.atomic
def _add(basket: Basket, actor: Actor, facts: dict[str, Any]) -> int:
    """One line, never more than is free while the giver's row is held: colleagues promise from one stock (giver → basket)."""
    Donor.objects.select_for_update(of=("self",), no_key=True).get(pk=basket.donor_id)
    left = left_of(actor.organisation_id or 0, facts["device_type"], facts["condition"])
    quantity = min(left, facts["quantity"])
    if quantity < 1:
        return 0
    made: BasketItem = add_to_basket(basket=basket, actor=actor, **facts | {"quantity": quantity})
    return made.quantity


def _what_is_left(left: int, basket: Basket, actor: Actor, facts: dict[str, Any]) -> int:
    if left < 1:
        return 0
    try:
        return _add(basket, actor, facts | {"quantity": left})
    except Refused:
        return 0


def _anywhere(donor: Donor, need_class: str) -> Iterator[dict[str, Any]]:
    for kind in kinds_in_hand(donor.organisation_id):
        left = kind.left
        while left > 0 and _fits(need_class, kind.device_type):
            quantity = min(left, MOST_IN_A_LINE)
            yield {**_kind(kind), "quantity": quantity, "need_class": need_class}
            left -= quantity


def _for_schools(organisation_id: int, need_class: str) -> Iterator[dict[str, Any]]:
    """One line a school and kind, within what is not spoken for yet."""
    free = {(kind.device_type, kind.condition): kind.left for kind in kinds_in_hand(organisation_id)}
    meant = in_hand(organisation_id).filter(meant_for__isnull=False).order_by("meant_for", "device_type", "condition")
    rows = list(meant.values_list("meant_for", "device_type", "condition").annotate(n=Count("pk")))
    schools = School.objects.in_bulk([school for school, *_rest in rows])
    for school, device_type, condition, count in rows:
        quantity = min(count, free[device_type, condition], MOST_IN_A_LINE)
        if quantity < 1 or not _fits(need_class, device_type):
            continue
        free[device_type, condition] -= quantity
        yield {
            "school": schools[school],
            "device_type": device_type,
            "condition": condition,
            "quantity": quantity,
            "need_class": need_class or classes_for(device_type)[0],
        }


def _fits(need_class: str, device_type: str) -> bool:
    return not need_class or need_class in classes_for(device_type)


def _kind(kind: Kind) -> dict[str, Any]:
    return {"device_type": kind.device_type, "condition": kind.condition}
