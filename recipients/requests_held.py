"""Who may answer a request, and the rows in their order: first the person, then what the person asked."""

from __future__ import annotations

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from recipients.models import DataRequest, Recipient
from recipients.states import RequestState


def may_answer(request: DataRequest, actor: Actor) -> bool:
    """The school for its people; the office for accounts, never for the own one. Who looks on as somebody else answers nothing."""
    if actor.viewer_id:
        return False
    if request.user_id is not None:
        return actor.may(Permission.REQUEST_ACCOUNT) and actor.user_id != request.user_id
    return actor.may(Permission.REQUEST_ANSWER) and actor.organisation_id == request.organisation_id


def must_answer(request: DataRequest, actor: Actor) -> None:
    if not may_answer(request, actor):
        raise Forbidden("only who must answer it")


def held(request: DataRequest) -> DataRequest:
    """Locked until the end of the transaction, the person first: erasing takes the same order."""
    if request.recipient_id is not None:
        Recipient.objects.select_for_update(of=("self",)).get(pk=request.recipient_id)
    return DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def joined_into(request: DataRequest) -> str | None:
    """The number of the request that this one has become a part of, when the person went to another school."""
    if request.state != RequestState.JOINED:
        return None
    acts = Event.objects.filter(thing=DataRequest._meta.label_lower, thing_id=request.pk, action="request.joined")
    act = acts.first()
    return str(act.facts["into"]) if act else None
