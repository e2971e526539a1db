"""Write down that somebody asks about the own data, or about that of a child; from here the term runs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from recipients.models import DataRequest, Recipient
from recipients.request_letters import tell_received
from recipients.request_policies import request_is_open, why_not_receive


@transaction.atomic
def receive_request(
    *,
    kind: str,
    actor: Actor,
    recipient: Recipient | None = None,
    user: User | None = None,
    asked_by: str = DataRequest.AskedBy.SELF,
    proof: str = DataRequest.Proof.ACCOUNT,
    about: str = "",
    received_at: datetime | None = None,
) -> DataRequest:
    """For a person of the register, of the own school or ground; or for the own account.

    The term (settings.DATA_REQUEST_TERM, UU 27/2022 art. 30, 32, 40, 41) counts from `received_at`, when the request reached the
    school or office. Raises Refused, also for the second of two who write the same down at once.
    """
    received_at = received_at or timezone.now()
    told = {"kind": kind, "asked_by": asked_by, "proof": proof, "about": about, "received_at": received_at}
    if recipient is None:
        assert user is not None
        if actor.user_id != user.pk or actor.viewer_id:
            raise Forbidden("only the own account")
        return _written(DataRequest(user=user, **told), actor)
    actor.must(Permission.REQUEST_RECORD)
    if not Recipient.objects.visible_to(actor).filter(pk=recipient.pk).exists():
        raise Forbidden("only the own school or ground")
    # As the person is now, and until the end: who is erased at this moment is not asked about after it.
    recipient = Recipient.objects.select_for_update(no_key=True).get(pk=recipient.pk)
    refuse_if(why_not_receive(recipient, kind))
    request = DataRequest(
        recipient=recipient, organisation_id=recipient.school.organisation_id, region=recipient.region, **told
    )
    return _written(request, actor)


def _written(request: DataRequest, actor: Actor) -> DataRequest:
    request.received_by_id = actor.user_id
    request.due_at = request.received_at + settings.DATA_REQUEST_TERM
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as twice:  # datarequest_one_open_of_…
        raise Refused(request_is_open()) from twice
    trail.record("request.received", request, actor=actor, kind=request.kind, asked_by=request.asked_by)
    tell_received(request, actor)
    return request
