"""The auditor makes a matter of integrity of a complaint: a case is opened, or the open one about the same thing joined."""

from __future__ import annotations

from django.db import transaction

from donations.models import Device
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from verification.actions.open_case import open_case
from verification.complaints import act
from verification.models import Complaint, IntegrityCase
from verification.policies_complaints import must_see, why_not_open_case
from verification.states import CaseState


@transaction.atomic
def open_complaint_case(*, complaint: Complaint, actor: Actor) -> IntegrityCase:
    """Never by itself: coordinators over the place read the case, though nothing of what was said. Pressing again changes nothing.

    Raises Forbidden for everybody but the auditor who sees the complaint, and Refused.
    """
    must_see(complaint, actor)
    actor.must(Permission.CASE_OPEN)
    locked = Complaint.objects.select_for_update(of=("self",), no_key=True).select_related("school__organisation")
    complaint = locked.get(pk=complaint.pk)
    refuse_if(why_not_open_case(complaint))
    if complaint.integrity_case is not None and complaint.integrity_case.state == CaseState.OPEN:
        return complaint.integrity_case
    device = Device.objects.filter(pk=complaint.device_id).first() if complaint.device_id else None
    case = _about(device) or open_case(
        kind=IntegrityCase.Kind.COMPLAINT,
        key=_key(complaint),
        organisation=complaint.school.organisation if complaint.school else None,
        device=device,
        region=complaint.region,
        facts={"category": complaint.category},
        actor=actor,
    )
    complaint.integrity_case = case
    complaint.save(update_fields=["integrity_case", "updated_at"])
    trail.record(act(complaint, "case_opened"), complaint, actor=actor)
    return complaint.integrity_case


def _about(device: Device | None) -> IntegrityCase | None:
    """Whatever it was opened for: what is said of one device belongs together."""
    if device is None:
        return None
    return IntegrityCase.objects.filter(device=device, state=CaseState.OPEN).order_by("id").first()


def _key(complaint: Complaint) -> str:
    """Of the device, or else of what is said about the school; a complaint about neither stands alone.

    A sale has the key of sales that use reports tell of.
    """
    if complaint.device_id:
        what = "sold" if complaint.category == Complaint.Category.SALE else "complaint:device"
        return f"{what}:{complaint.device_id}"
    if complaint.school_id:
        return f"complaint:{complaint.category}:{complaint.school_id}"
    return f"complaint:{complaint.pk}"
