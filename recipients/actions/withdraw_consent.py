"""A guardian, or a teacher, takes the consent back: nothing goes on with this person's data that needed it."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.actions.assess import assess
from recipients.actions.end_consent import end_consent
from recipients.models import Recipient
from recipients.policies import why_not_withdraw_consent


@transaction.atomic
def withdraw_consent(*, recipient: Recipient, actor: Actor) -> Recipient:
    """Who gave it is forgotten, the trail keeps that it was taken back. The person is assessed anew: an open need closes.

    A device that is promised stays promised, for the promise is the donor's as well; the school calls it off with the donor.
    UU 27/2022 art. 9 and 40.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    refuse_if(why_not_withdraw_consent(recipient))
    end_consent(recipient=recipient, actor=actor)
    assess(recipient_ids=[recipient.pk])
    return recipient
