"""The person goes on at another school: what was asked at the old one and not answered is that school's to answer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.states import move
from recipients.actions.end_consent import end_consent
from recipients.models import DataRequest, Recipient
from recipients.request_letters import tell_received
from recipients.states import REQUEST_MOVES, RequestState

Kind = DataRequest.Kind


@transaction.atomic
def pass_on_requests(*, holder: Recipient, continued: Recipient, actor: Actor) -> int:
    """Number and term of a request stay; returns how many the new school has now. Callers hold both people.

    Copy and erasure by the new school reach the registration that was left. A consent does not pass over, so to take it back is
    done here, unless the new school has one too. What was asked at both schools is one request, with the earlier term.
    """
    asked = list(DataRequest.objects.open().filter(recipient=holder).select_for_update(of=("self",)).order_by("pk"))
    if not asked:
        return 0
    theirs = {one.kind: one for one in continued.data_requests.open().select_for_update(of=("self",)).order_by("pk")}
    passed = 0
    for request in asked:
        if request.kind == Kind.CONSENT and not continued.circumstances.consent_given:
            end_consent(recipient=holder, actor=actor)
        elif twin := theirs.get(request.kind):
            _join(request, twin, actor)
        else:
            _pass_on(request, continued, actor)
            passed += 1
    return passed


def _join(request: DataRequest, twin: DataRequest, actor: Actor) -> None:
    if request.due_at < twin.due_at:
        twin.received_at, twin.due_at = request.received_at, request.due_at
        twin.save(update_fields=["received_at", "due_at", "updated_at"])
    move(request, RequestState.JOINED, REQUEST_MOVES, closed_at=timezone.now(), closed_by_id=actor.user_id)
    trail.record("request.joined", request, actor=actor, kind=request.kind, into=twin.number)


def _pass_on(request: DataRequest, continued: Recipient, actor: Actor) -> None:
    """Nobody at the new school has begun, and a copy made at the old one was not handed over."""
    if request.state == RequestState.TAKEN_UP:
        move(request, RequestState.FILED, REQUEST_MOVES, taken_up_at=None, taken_up_by_id=None)
    request.recipient, request.region = continued, continued.region
    request.organisation_id = continued.school.organisation_id
    request.copied_at = request.copied_by_id = None
    request.save(update_fields=["recipient", "region", "organisation", "copied_at", "copied_by_id", "updated_at"])
    trail.record("request.passed_on", request, actor=actor, kind=request.kind)
    tell_received(request, actor)
