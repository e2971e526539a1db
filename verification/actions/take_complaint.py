"""An officer takes a complaint in hand, or takes it over from a colleague."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState, move
from verification.complaints import act
from verification.models import Complaint, ComplaintStep
from verification.policies_complaints import must_work, why_not_take
from verification.states import COMPLAINT_MOVES, ComplaintState


@transaction.atomic
def take_complaint(*, complaint: Complaint, actor: Actor) -> Complaint:
    """Of two who take it at once the second gets StaleState. The term goes on running. Raises Forbidden and Refused."""
    must_work(complaint, actor)
    refuse_if(why_not_take(complaint, actor))
    now = timezone.now()
    hand = {"handler_id": actor.user_id or 0, "assigned_to_id": actor.organisation_id or complaint.assigned_to_id}
    if complaint.state == ComplaintState.OPEN:
        move(complaint, ComplaintState.ASSIGNED, COMPLAINT_MOVES, assigned_at=now, **hand)
    else:
        held = Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.ASSIGNED, handler_id=complaint.handler_id)
        if held.update(updated_at=now, **hand) != 1:
            raise StaleState(f"complaint {complaint.pk}")
        complaint.refresh_from_db()
    ComplaintStep.objects.create(
        complaint=complaint,
        kind=ComplaintStep.Kind.ASSIGNED,
        level=complaint.level,
        at=now,
        by_id=actor.user_id or 0,
    )
    trail.record(act(complaint, "taken"), complaint, actor=actor)
    return complaint
