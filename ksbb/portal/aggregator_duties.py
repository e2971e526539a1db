"""What waits because of aggregators: their yearly check, and what was offered to them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Aggregator, Consignment
from donations.states import ConsignmentState, LicenceState
from ksbb.authority.actors import Actor
from ksbb.portal.task import NORMAL, URGENT, Tasks, some

# So long before its end a verification is listed.
BEFORE = timedelta(days=30)


def to_check(actor: Actor) -> Tasks:
    """Verifications that never were or end soon; who lost the licence is not checked again."""
    today = timezone.localdate()
    kept = Aggregator.objects.visible_to(actor).exclude(licences__state=LicenceState.REVOKED)
    due = kept.filter(Q(verified_until__isnull=True) | Q(verified_until__lte=today + BEFORE))
    counted = due.aggregate(all=Count("pk"), late=Count("pk", filter=Q(verified_until__lt=today)))
    yield from some(
        counted["all"],
        _("Verifikasi agregator"),
        _("Pemeriksaan tahunannya belum pernah, segera berakhir, atau sudah lewat."),
        reverse("donations:aggregator_desk"),
        URGENT if counted["late"] else NORMAL,
    )


def to_receive(actor: Actor) -> Tasks:
    offered = Consignment.objects.visible_to(actor).filter(
        aggregator_id=actor.organisation_id, state=ConsignmentState.OFFERED
    )
    yield from some(
        offered.count(),
        _("Titipan menunggu"),
        _("Catat begitu titipannya Anda terima, atau tolak dengan alasan."),
        reverse("donations:consignment_list"),
    )
