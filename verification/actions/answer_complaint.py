"""The answer that the ticket's holder reads."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Device
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from verification.actions.open_device_case import open_device_case
from verification.complaints import act
from verification.models import Complaint, ComplaintStep, DeviceCase
from verification.policies_complaints import must_work, why_not_answer
from verification.states import COMPLAINT_MOVES, ComplaintState


@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, actor: Actor, device: Device | None = None) -> Complaint:
    """By whoever took it. Kept sealed, as it may repeat what was said. Raises Forbidden, Refused, StaleState.

    `device` is the one it turned out to be about, where the complaint names none. A find becomes a case of that device.
    """
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
    if complaint.category == Complaint.Category.FOUND and not complaint.is_sensitive:
        _follow_find(complaint, device, actor)
    return complaint


def _follow_find(complaint: Complaint, told: Device | None, actor: Actor) -> None:
    """The device's open case, or a new one; none of a device that nobody ever received, or that nobody could name. Words of the
    complaint do not go along: the school reads the case."""
    device = Device.objects.filter(pk=complaint.device_id).first() if complaint.device_id else told
    if device is None:
        return
    complaint.device_id = device.pk
    try:
        case = open_device_case(
            device=device, kind=DeviceCase.Kind.FOUND, source=DeviceCase.Source.COMPLAINT, actor=actor
        )
    except Refused:
        case = None
    complaint.device_case = case
    complaint.save(update_fields=["device_id", "device_case", "updated_at"])
    if case is not None:
        trail.record(act(complaint, "device_case"), complaint, actor=actor)
