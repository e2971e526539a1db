"""Do what somebody asks about the own data, and close the request in the same transaction."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from recipients.actions.close_requests import close_requests
from recipients.actions.erase_recipient import erase_recipient
from recipients.actions.withdraw_consent import withdraw_consent
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import DataRequest
from recipients.request_policies import why_not_answer
from recipients.requests_held import held, must_answer
from recipients.states import END_STATES, EndReason, RequestState

Kind = DataRequest.Kind


@transaction.atomic
def answer_request(*, request: DataRequest, actor: Actor) -> DataRequest:
    """Consent, stop and erasure are done by it; a copy and a correction must have been made before.

    The step itself closes the request, whichever page it is taken from. Of two who answer at once the second is refused. Raises
    Refused with `why_not_answer` or the reason of the step. An account's is closed by `donations.actions.erase_account`.
    """
    must_answer(request, actor)
    request = held(request)
    refuse_if(why_not_answer(request))
    person = request.recipient
    if person is not None and request.kind == Kind.ERASURE:
        erase_recipient(recipient=person, actor=actor)
    elif person is not None and request.kind == Kind.CONSENT:
        withdraw_consent(recipient=person, actor=actor)
    elif person is not None and request.kind == Kind.STOP:
        reason = EndReason.ASKED
        withdraw_recipient(recipient=person, actor=actor, to=END_STATES[reason], reason=reason)
    else:
        close_requests(requests=[request], to=RequestState.ANSWERED, actor=actor)
    request.refresh_from_db()
    return request
