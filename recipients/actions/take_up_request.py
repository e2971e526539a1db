"""Somebody begins to answer a request; the others see that it is in hand."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.states import move
from recipients.models import DataRequest
from recipients.requests_held import held, must_answer
from recipients.states import REQUEST_MOVES, RequestState


@transaction.atomic
def take_up_request(*, request: DataRequest, actor: Actor) -> DataRequest:
    """Raises IllegalMove or StaleState when somebody was there before."""
    must_answer(request, actor)
    request = held(request)
    move(request, RequestState.TAKEN_UP, REQUEST_MOVES, taken_up_at=timezone.now(), taken_up_by_id=actor.user_id)
    trail.record("request.taken_up", request, actor=actor, kind=request.kind)
    return request
