"""A titipan is taken back while no aggregator has received it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Consignment
from donations.policies_promise import why_not_withdraw_consignment
from donations.states import CONSIGNMENT_MOVES, ConsignmentState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox


@transaction.atomic
def withdraw_consignment(*, consignment: Consignment, actor: Actor) -> Consignment:
    """The giver only. Raises Refused once the aggregator has said that it came."""
    actor.must(Permission.PLEDGE_CREATE)
    rows = Consignment.objects.select_for_update(of=("self",), no_key=True).select_related("donor", "aggregator")
    found = rows.get(pk=consignment.pk)
    if not actor.is_system and found.donor.organisation_id != actor.organisation_id:
        raise Forbidden("only the giver")
    refuse_if(why_not_withdraw_consignment(found))
    move(
        found,
        ConsignmentState.WITHDRAWN,
        CONSIGNMENT_MOVES,
        withdrawn_at=timezone.now(),
        withdrawn_by_id=actor.user_id or 0,
    )
    trail.record("consignment.withdrawn", found, actor=actor)
    outbox.post(
        "donations/consignment_withdrawn",
        to=people_of(found.aggregator_id, Permission.LEDGER_RECORD),
        path=reverse("donations:consignment_detail", args=[found.public_id]),
        once=f"consignment_withdrawn:{found.pk}",
    )
    return found
