"""A request is refused, on a ground that stands in the law."""

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
def refuse_request(*, request: DataRequest, ground: str, actor: Actor) -> DataRequest:
    """`ground` is one of DataRequest.Ground: without one in the law nothing is refused."""
    must_answer(request, actor)
    request = held(request)
    refuse_if(why_not_close(request))
    close_requests(requests=[request], to=RequestState.REFUSED, ground=DataRequest.Ground(ground), actor=actor)
    return request
