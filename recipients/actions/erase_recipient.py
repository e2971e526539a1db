"""Erase one person's data because the person, or the guardian, asks for it (UU 27/2022 art. 8 and 43)."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from recipients.actions.wipe_people import wipe_people
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Recipient
from recipients.policies import why_not_erase
from recipients.states import END_STATES, EndReason, RecipientState


@transaction.atomic
def erase_recipient(*, recipient: Recipient, actor: Actor) -> Recipient:
    """Who is still registered leaves the register in the same step. Cannot be undone; raises Refused with `why_not_erase`.

    Registrations at earlier schools, from which this one goes on, are wiped with it: it is one person who asks.
    """
    actor.must(Permission.RECIPIENT_ERASE)
    recipient = Recipient.objects.select_for_update(of=("self",)).select_related("school").get(pk=recipient.pk)
    if actor.organisation_id != recipient.school.organisation_id:
        raise Forbidden("only the own school")
    # A donor's promise in this very moment comes first or sees no open need.
    list(recipient.needs.select_for_update().values_list("pk", flat=True))
    refuse_if(why_not_erase(recipient))
    if recipient.state == RecipientState.REGISTERED:
        reason = EndReason.ASKED
        withdraw_recipient(recipient=recipient, actor=actor, to=END_STATES[reason], reason=reason)
    wipe_people(recipient_ids=[recipient.pk, *_earlier(recipient)], actor=actor)
    recipient.refresh_from_db()
    return recipient


def _earlier(recipient: Recipient) -> list[int]:
    """The registrations that this person moved from; all of them have ended."""
    found: list[int] = []
    one = recipient
    while one.origin is not None:
        one = one.origin
        found.append(one.pk)
    return found
