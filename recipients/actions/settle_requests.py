"""What somebody asked for has happened, from whichever page: the requests that asked for it are done."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ksbb.authority.actors import Actor
from recipients.actions.close_requests import close_requests
from recipients.models import DataRequest
from recipients.states import RequestState


@transaction.atomic
def settle_requests(*, recipient_ids: Sequence[int], actor: Actor, kinds: Sequence[str] = ()) -> int:
    """The open requests of these people, of `kinds` or all of them; callers hold the people. One statement when there are none."""
    found = DataRequest.objects.open().filter(recipient__in=list(recipient_ids))
    if kinds:
        found = found.filter(kind__in=kinds)
    requests = list(found.select_for_update(of=("self",)).order_by("pk"))
    return close_requests(requests=requests, to=RequestState.ANSWERED, actor=actor) if requests else 0
