"""What whoever holds a paper may read of it by its code: is it ours, and still valid? No person, no device number."""

from __future__ import annotations

import re
from collections import Counter

from donations.models import Device, HandoverCertificate


def paper_of(typed: str) -> HandoverCertificate | None:
    """The paper with this code, however it was typed."""
    code = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return HandoverCertificate.objects.filter(code=code).select_related("handover__school__district").first()


def public_number(paper: HandoverCertificate) -> str:
    """A paper that names a person does not name the school to a stranger: the NPSN within the number is left out."""
    if names_the_school(paper):
        return paper.number
    return paper.number.replace(paper.handover.school.npsn, "…")


def names_the_school(paper: HandoverCertificate) -> bool:
    """Where the school itself signs, it is told."""
    return bool(paper.kind == HandoverCertificate.Kind.DONOR_TO_SCHOOL)


def types_on(paper: HandoverCertificate) -> list[tuple[str, int]]:
    """(kind of device, how many) that the paper was issued for; `devices` of a voided paper may have changed since."""
    devices = Device.objects.filter(allocation__handover=paper.handover_id)
    if paper.device_id is not None:
        devices = Device.objects.filter(pk=paper.device_id)
    return Counter(str(device.get_device_type_display()) for device in devices).most_common()
