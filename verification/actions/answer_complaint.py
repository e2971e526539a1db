"""The answer that the ticket's holder reads."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from verification.complaints import act
from verification.models import Complaint, ComplaintStep
from verification.policies_complaints import must_work, why_not_answer
from verification.states import COMPLAINT_MOVES, ComplaintState


@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, actor: Actor) -> Complaint:
    """By whoever took it. Kept sealed, as it may repeat what was said. Raises Forbidden, Refused, StaleState."""
    must_work(complaint, actor)
    complaint = (
        Complaint.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=complaint.pk)
    )
    must_work(complaint, actor)
    refuse_if(why_not_answer(complaint, actor))
    now = timezone.now()
    move(
        complaint,
        ComplaintState.ANSWERED,
        COMPLAINT_MOVES,
        answer_sealed=sealing.seal(answer.strip()),
        answered_at=now,
        answered_by_id=actor.user_id or 0,
    )
    ComplaintStep.objects.create(
        complaint=complaint,
        kind=ComplaintStep.Kind.ANSWERED,
        level=complaint.level,
        at=now,
        by_id=actor.user_id or 0,
    )
    trail.record(act(complaint, "answered"), complaint, actor=actor)
    return complaint
