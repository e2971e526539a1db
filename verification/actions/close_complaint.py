"""An answered complaint is over: by the office, or by itself when nobody objected in time."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from verification.complaints import act
from verification.models import Complaint, ComplaintStep
from verification.policies_complaints import must_work, why_not_close
from verification.states import COMPLAINT_MOVES, ComplaintState


@transaction.atomic
def close_complaint(*, complaint: Complaint, actor: Actor) -> Complaint:
    """Raises Forbidden, Refused while the person may still object, StaleState when they did in this very moment."""
    must_work(complaint, actor)
    refuse_if(why_not_close(complaint))
    now = timezone.now()
    move(complaint, ComplaintState.CLOSED, COMPLAINT_MOVES, closed_at=now)
    ComplaintStep.objects.create(
        complaint=complaint,
        kind=ComplaintStep.Kind.CLOSED,
        level=complaint.level,
        at=now,
        by_id=actor.user_id,
    )
    trail.record(act(complaint, "closed"), complaint, actor=actor)
    return complaint
