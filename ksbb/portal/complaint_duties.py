"""What complaints ask of an office: those that wait for it, and those that are late."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ksbb.authority.actors import Actor
from ksbb.portal.task import NORMAL, URGENT, Tasks, some
from verification.models import Complaint
from verification.models.complaint import LEVEL_OF


def to_answer(actor: Actor) -> Tasks:
    """Of the own level only: what has risen is no longer theirs to do."""
    theirs = Complaint.objects.visible_to(actor).running().filter(level=LEVEL_OF.get(actor.role, 0))
    counted = theirs.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=timezone.now())))
    late = counted["late"]
    text = _("Baca, periksa, lalu jawab; sesudah batas waktunya pengaduan naik ke tingkat berikutnya.")
    if late:
        text = ngettext("%(late)d pengaduan lewat batas waktu.", "%(late)d pengaduan lewat batas waktu.", late) % {
            "late": late
        }
    tone = URGENT if late else NORMAL
    yield from some(
        counted["waiting"], _("Pengaduan menunggu jawaban"), text, reverse("verification:complaint_list"), tone
    )
