"""What matching has not placed of a wish is taken back; parts that were placed live on as pledges."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Wish
from donations.policies_promise import why_not_withdraw_wish
from donations.states import WISH_MOVES, WishState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move


@transaction.atomic
def withdraw_wish(*, wish: Wish, actor: Actor) -> Wish:
    actor.must(Permission.PLEDGE_CREATE)
    found = Wish.objects.select_for_update(of=("self",), no_key=True).select_related("donor").get(pk=wish.pk)
    if not actor.is_system and found.donor.organisation_id != actor.organisation_id:
        raise Forbidden("only the giver")
    refuse_if(why_not_withdraw_wish(found))
    move(found, WishState.WITHDRAWN, WISH_MOVES, withdrawn_at=timezone.now(), withdrawn_by_id=actor.user_id or 0)
    trail.record("wish.withdrawn", found, actor=actor, devices=found.left)
    return found
