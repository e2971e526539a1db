"""Whoever asked does not want it any more."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from recipients.actions.close_requests import close_requests
from recipients.models import DataRequest
from recipients.request_policies import why_not_close
from recipients.requests_held import held, must_answer
from recipients.states import RequestState


@transaction.atomic
def take_back_request(*, request: DataRequest, actor: Actor) -> DataRequest:
    """The own one by oneself; that of a person of the register by whoever would have to answer, to whom it was said."""
    if request.user_id is None or request.user_id != actor.user_id or actor.viewer_id:
        must_answer(request, actor)
    request = held(request)
    refuse_if(why_not_close(request))
    close_requests(requests=[request], to=RequestState.TAKEN_BACK, actor=actor)
    return request
