"""Retention: when a person is erased, the file of the paper that names that person goes too."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from donations.models import HandoverCertificate, Loan
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden

MOST = 500
NAMING = (HandoverCertificate.Kind.SCHOOL_TO_GUARDIAN, HandoverCertificate.Kind.LOAN_TO_TEACHER)


@transaction.atomic
def forget_papers(*, actor: Actor = SYSTEM, limit: int = MOST) -> int:
    """Up to `limit` papers school → guardian and school → teacher; returns how many. Raises Forbidden: it is the portal's own work.

    Number, code and hash stay: who holds the paper can still have it checked, and no count changes. The paper of a loan that
    still runs stays too. Files leave the disk before their rows know: what breaks in between is done again.
    """
    if not actor.is_system:
        raise Forbidden("retention is the portal's own work")
    running = Loan.objects.filter(device=OuterRef("device"), ended_at__isnull=True)
    papers = HandoverCertificate.objects.filter(
        kind__in=NAMING, device__allocation__need__recipient__erased_at__isnull=False
    )
    held = papers.exclude(pdf="").exclude(Exists(running)).select_for_update(of=("self",), skip_locked=True)
    found = list(held.order_by("id")[:limit])
    for paper in found:
        paper.pdf.delete(save=False)
    HandoverCertificate.objects.filter(pk__in=[paper.pk for paper in found]).update(pdf="")
    trail.record_many("certificate.forgotten", found, actor=actor)
    return len(found)
