"""The aggregator cannot take a titipan, and says why."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Consignment
from donations.policies_books import why_not_receive_consignment
from donations.states import CONSIGNMENT_MOVES, ConsignmentState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox


@transaction.atomic
def decline_consignment(*, consignment: Consignment, reason: str, actor: Actor) -> Consignment:
    """The giver reads the reason. A licence is not needed for it."""
    actor.must(Permission.LEDGER_RECORD)
    rows = Consignment.objects.select_for_update(of=("self",), no_key=True).select_related("donor", "aggregator")
    found = rows.get(pk=consignment.pk)
    if not actor.is_system and found.aggregator_id != actor.organisation_id:
        raise Forbidden("only the aggregator")
    refuse_if(why_not_receive_consignment(found))
    move(
        found,
        ConsignmentState.DECLINED,
        CONSIGNMENT_MOVES,
        declined_at=timezone.now(),
        declined_by_id=actor.user_id or 0,
        declined_reason=" ".join(reason.split())[:300],
    )
    trail.record("consignment.declined", found, actor=actor)
    outbox.post(
        "donations/consignment_declined",
        to=people_of(found.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:consignment_detail", args=[found.public_id]),
        once=f"consignment_declined:{found.pk}",
        aggregator=found.aggregator.name,
    )
    return found
