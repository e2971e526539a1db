"""Somebody complains, with or without a name; nobody needs an account for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Device
from donations.models.codes import new_code
from ksbb.audit import trail
from ksbb.authority.actors import VISITOR, Actor
from ksbb.common import sealing
from ksbb.notifications import outbox
from recipients.identity import HOME_PROVINCE
from schools.models import School
from verification.complaints import SENSITIVE, act, due_after, first_level, term_of, turn, whom_to_tell
from verification.models import Complaint, ComplaintFile, ComplaintStep


@transaction.atomic
def file_complaint(
    *,
    category: str,
    text: str,
    school: School | None = None,
    region: str = "",
    device: Device | None = None,
    is_sensitive: bool = False,
    name: str = "",
    contact: str = "",
    files: Sequence[ContentFile[bytes]] = (),
    code: str = "",
    submission: bytes | None = None,
    actor: Actor = VISITOR,
) -> Complaint:
    """Its `code`, drawn when it is not given, is the ticket. Fees, sales and abuse are always sensitive: the auditor alone
    reads them, and at once.

    `region` is an official code where no `school` is known; without either the school that received `device` tells the place,
    and otherwise it is the whole province. `files` come from `clean_proof` and are kept sealed. `actor` stays VISITOR also
    when somebody signed in writes: whoever complains says who they are in `name`, or not at all. A `submission` that came
    before, also in this very moment, answers with the complaint that it made.
    """
    if found := _submitted(submission):
        return found
    school = school or (_holder(device) if device and not region else None)
    is_sensitive = is_sensitive or category in SENSITIVE
    place = school.region if school else region or HOME_PROVINCE
    level, office = turn(place, first_level(category, is_sensitive), school)
    now = timezone.now()
    complaint = Complaint(
        code=code or new_code(),
        category=Complaint.Category(category),
        is_sensitive=is_sensitive,
        region=place,
        school=school,
        device_id=device.pk if device else None,
        text_sealed=sealing.seal(text),
        name_sealed=sealing.seal(name),
        contact_sealed=sealing.seal(contact),
        level=level,
        due_at=due_after(now, term_of(level, is_sensitive)),
        assigned_to=office,
        submission=submission,
    )
    try:
        with transaction.atomic():
            complaint.save(force_insert=True)
    except IntegrityError:
        if first := _submitted(submission):
            return first
        raise
    ComplaintStep.objects.create(complaint=complaint, kind=ComplaintStep.Kind.RECEIVED, level=level, at=now)
    for file in files:
        keep_file(complaint, file)
    trail.record(act(complaint, "filed"), complaint, actor=actor, files=len(files))
    outbox.post(
        "verification/complaint_sensitive" if is_sensitive else "verification/complaint_waiting",
        to=whom_to_tell(complaint),
        path=reverse("verification:complaint_detail", args=[complaint.public_id]),
        once=f"complaint:{complaint.pk}:{level}",
        due=due_day(complaint),
    )
    return complaint


def _submitted(submission: bytes | None) -> Complaint | None:
    return Complaint.objects.filter(submission=submission).first() if submission else None


def _holder(device: Device) -> School | None:
    """The school that a device was handed over to."""
    unit = device.allocation
    return unit.handover.school if unit and unit.handover and device.handed_over_at else None


def due_day(complaint: Complaint) -> str:
    """The day of the term, as a letter writes it."""
    return f"{timezone.localtime(complaint.due_at):%d-%m-%Y}"


def keep_file(complaint: Complaint, file: ContentFile[bytes]) -> None:
    """Sealed on the disk too; the name says nothing. What a rolled-back filing leaves is unreadable without the key."""
    data = file.read()
    kind = "pdf" if str(file.name).endswith(".pdf") else "image"
    kept = ComplaintFile(complaint=complaint, kind=kind, sha256=hashlib.sha256(data).hexdigest())
    kept.file.save(f"{kept.public_id}.sealed", ContentFile(sealing.seal_bytes(data)), save=False)
    kept.save()
