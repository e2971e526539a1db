"""The papers of a handover: donor → school, and school → guardian or teacher, numbered without gaps."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from donations.actions.make_slips import make_slips
from donations.documents import CertificateData, bast_pdf
from donations.models import CertificateNumber, Custody, Device, Handover, HandoverCertificate, Pledge
from donations.papers import paper_for_person, paper_for_school
from donations.policies import only_taker, why_not_issue
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if

MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LOAN = timedelta(days=365)


@transaction.atomic
def issue_certificates(
    *, handover: Handover, actor: Actor, principal_name: str, return_on: date | None = None
) -> list[HandoverCertificate]:
    """The school issues all papers of a planned handover whose devices are recorded, under numbers of its own series.

    They are kept as issued, with their hash. Papers of single persons that are still valid, because only other devices did not
    come, are not issued twice.
    """
    actor.must(Permission.DEVICE_RECORD)
    only_taker(Pledge.objects.locked().get(pk=handover.pledge_id), actor)
    handover = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related("pledge__donor__organisation", "school")
        .get(pk=handover.pk)
    )
    refuse_if(why_not_issue(handover))
    devices = list(
        Device.objects.filter(allocation__handover=handover)
        .exclude(certificates__in=handover.certificates.filter(voided_at__isnull=True))
        .select_related("allocation__line", "allocation__need__recipient")
        .order_by("allocation__need__promised_rank", "pk")
    )
    today = timezone.localdate()
    numbers = iter(_take_numbers(handover, 1 + len(devices), today))
    issued = [_issue(handover, None, next(numbers), actor, principal_name, None)]
    for device in devices:
        ends = (return_on or today + LOAN) if device.custody == Custody.LENT_BY_SCHOOL else None
        issued.append(_issue(handover, device, next(numbers), actor, principal_name, ends))
    make_slips(handover)
    trail.record("certificates.issued", handover, actor=actor, papers=len(issued))
    return issued


def _issue(
    handover: Handover, device: Device | None, number: str, actor: Actor, principal_name: str, ends: date | None
) -> HandoverCertificate:
    paper = HandoverCertificate(
        handover=handover,
        device=device,
        region=handover.region,
        number=number,
        return_on=ends,
        issued_at=timezone.now(),
        issued_by_id=actor.user_id or 0,
    )
    data: CertificateData
    if device is None:
        data = paper_for_school(paper, principal_name=principal_name)
    else:
        data = paper_for_person(paper, device, principal_name=principal_name)
    paper.kind = data.kind.value
    pdf = bast_pdf(data)
    paper.sha256 = hashlib.sha256(pdf).hexdigest()
    paper.pdf.save(f"{paper.public_id}.pdf", ContentFile(pdf), save=False)
    paper.save()
    return paper


def _take_numbers(handover: Handover, count: int, today: date) -> list[str]:
    """`count` consecutive numbers of the school's year. The counter's row is locked until the papers are committed."""
    CertificateNumber.objects.bulk_create(
        [CertificateNumber(school=handover.school, year=today.year)], ignore_conflicts=True
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE donations_certificatenumber SET last = last + %s WHERE school_id = %s AND year = %s RETURNING last",
            [count, handover.school_id, today.year],
        )
        row = cursor.fetchone()
    last = row[0] if row else count
    tail = f"BAST-KSBB/{handover.school.npsn}/{MONTHS[today.month - 1]}/{today.year}"
    return [f"{number:04d}/{tail}" for number in range(last - count + 1, last + 1)]
