"""Take a person off the register: left, moved, graduated, or entered by mistake."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from recipients.actions.declare_needs import declare_needs
from recipients.actions.drop_cases import drop_cases
from recipients.actions.settle_requests import settle_requests
from recipients.models import DataRequest, Recipient
from recipients.policies import why_not_withdraw
from recipients.states import RECIPIENT_MOVES, RecipientState


@transaction.atomic
def withdraw_recipient(
    *, recipient: Recipient, actor: Actor, to: str = RecipientState.WITHDRAWN, reason: str
) -> Recipient:
    """`to` is WITHDRAWN, MOVED or GRADUATED. The open need is closed; the numbers stay until somebody registers them anew."""
    actor.must(Permission.RECIPIENT_WITHDRAW)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    # The needs are locked too: a donor's promise in this very moment comes first or sees no open need.
    list(recipient.needs.select_for_update().values_list("pk", flat=True))
    refuse_if(why_not_withdraw(recipient))
    move(recipient, to, RECIPIENT_MOVES, ended_at=timezone.now(), ended_by_id=actor.user_id, ended_reason=reason[:300])
    declare_needs(recipient_ids=[recipient.pk])
    drop_cases(recipient_ids=[recipient.pk], actor=actor)
    trail.record(f"recipient.{to}", recipient, actor=actor)
    settle_requests(recipient_ids=[recipient.pk], kinds=[DataRequest.Kind.STOP], actor=actor)
    return recipient
