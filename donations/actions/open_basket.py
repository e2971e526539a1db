"""The basket that a person is filling; there is one at a time."""

from __future__ import annotations

from django.db import transaction

from donations.models import Basket, Donor
from donations.states import BasketState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden


@transaction.atomic
def open_basket(*, donor: Donor, actor: Actor) -> Basket:
    """The person's open basket, a new one when there is none. Two tabs at once get the same one."""
    actor.must(Permission.PLEDGE_CREATE)
    if not actor.is_system and donor.organisation_id != actor.organisation_id:
        raise Forbidden("only for the own organisation")
    basket, _is_new = Basket.objects.get_or_create(
        donor=donor,
        created_by_id=actor.user_id or 0,
        state=BasketState.OPEN,
        defaults={"shown_as": donor.shown_as},
    )
    return basket
