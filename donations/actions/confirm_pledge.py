"""A draft whose needs are all held becomes a promise: recorded, and told to both sides once."""

from __future__ import annotations

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from donations.actions.assign_stock import assign_stock
from donations.models import Pledge
from donations.states import PLEDGE_MOVES, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.notifications import outbox

# The wording of the statement that the giver signs; a change in templates/donations/partials/_statement.html counts up.
STATEMENT = 1


def confirm_pledge(*, pledge: Pledge, actor: Actor, thanks: bool = True) -> int:
    """Inside the transaction that holds the units; returns how many devices. Without `thanks` the giver is told otherwise."""
    move(
        pledge,
        PledgeState.COMMITTED,
        PLEDGE_MOVES,
        committed_at=timezone.now(),
        committed_by_id=actor.user_id or 0,
        held_until=None,
    )
    total: int = pledge.lines.aggregate(n=Sum("quantity"))["n"] or 0
    trail.record("pledge.committed", pledge, actor=actor, devices=total, statement=STATEMENT)
    assign_stock(pledge=pledge, actor=actor)
    path = reverse("donations:pledge_detail", args=[pledge.public_id])
    told = {"path": path, "once": f"pledge_committed:{pledge.pk}", "school": pledge.school.name}
    if thanks:
        giver = people_of(pledge.donor.organisation_id, Permission.PLEDGE_CREATE)
        outbox.post("donations/pledge_thanks", to=giver, devices=total, **told)
    taker = people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE)
    outbox.post("donations/pledge_received", to=taker, devices=total, **told)
    return total
