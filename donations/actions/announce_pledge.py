"""What follows a promise that has just been made: it is recorded, takes from the giver's stock, and both sides are told once."""

from __future__ import annotations

from django.urls import reverse

from donations.actions.assign_stock import assign_stock
from donations.models import Pledge
from ksbb.accounts.acting import people_of_each
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox

# The wording of the statement that the giver signs; a change in templates/donations/partials/_statement.html counts up.
STATEMENT = 1


def announce_pledge(*, pledge: Pledge, devices: int, actor: Actor, thanks: bool = True) -> None:
    """Inside the transaction that makes the promise of so many `devices`. Without `thanks` the giver is told otherwise."""
    trail.record("pledge.committed", pledge, actor=actor, devices=devices, statement=STATEMENT)
    assign_stock(pledge=pledge, actor=actor)
    giver, taker = people_of_each(
        (pledge.donor.organisation_id, Permission.PLEDGE_CREATE),
        (pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE),
    )
    readers = {"donations/pledge_thanks": giver, "donations/pledge_received": taker}
    outbox.post_all(
        [
            outbox.Letter(
                kind,
                to=people,
                path=reverse("donations:pledge_detail", args=[pledge.public_id]),
                once=f"pledge_committed:{pledge.pk}",
                context={"school": pledge.school.name, "devices": devices},
            )
            for kind, people in readers.items()
            if thanks or people is not giver
        ]
    )
