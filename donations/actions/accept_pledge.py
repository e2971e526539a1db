"""The school says that it is ready to receive; the giver reads it. A pledge goes on without it, too."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Pledge
from donations.policies import only_taker
from donations.policies_promise import why_not_accept
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def accept_pledge(*, pledge: Pledge, actor: Actor) -> Pledge:
    """Said twice it is said once."""
    actor.must(Permission.HANDOVER_SCHEDULE)
    found = Pledge.objects.locked().get(pk=pledge.pk)
    only_taker(found, actor)
    if found.accepted_at is not None:
        return found
    refuse_if(why_not_accept(found))
    found.accepted_at, found.accepted_by_id = timezone.now(), actor.user_id or 0
    found.save(update_fields=["accepted_at", "accepted_by_id", "updated_at"])
    trail.record("pledge.accepted", found, actor=actor)
    outbox.post(
        "donations/pledge_accepted",
        to=people_of(found.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:pledge_detail", args=[found.public_id]),
        once=f"pledge_accepted:{found.pk}",
        school=found.school.name,
    )
    return found
