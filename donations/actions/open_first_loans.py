"""What a handover brings for teachers is lent to them from that moment on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from donations.models import Custody, Device, Handover, HandoverCertificate, Loan
from donations.policies_loans import USUAL
from ksbb.authority.actors import Actor
from recipients.models import NeedClass


def open_first_loans(*, handover: Handover, actor: Actor) -> int:
    """Inside the transaction of the handover, three statements however many; returns how many loans were opened.

    Until the day of the paper (pinjam pakai), or a year where none tells it.
    """
    running = Loan.objects.filter(device=OuterRef("pk"), ended_at=None)
    devices = Device.objects.filter(
        ~Exists(running),
        allocation__handover=handover,
        allocation__line__need_class=NeedClass.TEACHER_COMPUTER,
        custody=Custody.LENT_BY_SCHOOL,
        handed_over_at__isnull=False,
    )
    found = list(devices.order_by("pk").values_list("pk", "allocation__need__recipient"))
    if not found:
        return 0
    now, until = timezone.now(), _until(handover)
    loans = Loan.objects.bulk_create(
        Loan(
            device_id=device,
            school_id=handover.school_id,
            region=handover.region,
            borrower_id=borrower,
            lent_at=now,
            lent_by_id=actor.user_id or 0,
            due_on=until.get(device, timezone.localdate() + USUAL),
        )
        for device, borrower in found
    )
    return len(loans)


def _until(handover: Handover) -> Mapping[int, date]:
    """Device → until when its paper says that it is lent."""
    papers = HandoverCertificate.objects.filter(
        handover=handover, kind=HandoverCertificate.Kind.LOAN_TO_TEACHER, voided_at=None, return_on__isnull=False
    )
    return {device: day for device, day in papers.values_list("device", "return_on") if device and day}
