"""A copy of all that is held of a person was made, to be given to whoever asked for it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.models import DataRequest
from recipients.request_policies import why_not_close
from recipients.requests_held import held, must_answer


@transaction.atomic
def note_copy(*, request: DataRequest, form: str, actor: Actor) -> DataRequest:
    """Before the copy leaves; it holds the full numbers, so it is also an act of the trail on the person. `form`: page or file."""
    must_answer(request, actor)
    actor.must(Permission.IDENTITY_UNMASK)
    request = held(request)
    refuse_if(why_not_close(request))
    request.copied_at, request.copied_by_id = timezone.now(), actor.user_id
    request.save(update_fields=["copied_at", "copied_by_id", "updated_at"])
    assert request.recipient is not None
    trail.record("request.copied", request, actor=actor, form=form)
    trail.record("recipient.copied", request.recipient, actor=actor, form=form, request=request.number)
    return request
