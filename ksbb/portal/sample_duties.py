"""What the closer look asks: visits to make, draws to hold, cases to close."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ksbb.authority.actors import Actor
from ksbb.portal.task import NORMAL, URGENT, Task, Tasks, some
from verification.models import IntegrityCase, SampleDraw, Visit
from verification.policies_samples import why_not_draw_sample
from verification.states import CaseState, SampleDrawState, VisitState


def to_visit(actor: Actor) -> Tasks:
    planned = Visit.objects.visible_to(actor).filter(state=VisitState.PLANNED)
    counted = planned.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
    late = counted["late"]
    text = _("Datang tanpa memberi tahu, lihat gawainya, catat hasilnya dari HP.")
    if late:
        text = ngettext("%(late)d kunjungan lewat batas waktu.", "%(late)d kunjungan lewat batas waktu.", late) % {
            "late": late
        }
    tone = URGENT if late else NORMAL
    yield from some(counted["waiting"], _("Sekolah untuk dikunjungi"), text, reverse("verification:visit_list"), tone)


def to_sample(actor: Actor) -> Tasks:
    """The second coordinator's, once the period is over."""
    for draw in SampleDraw.objects.visible_to(actor).filter(state=SampleDrawState.COMMITTED):
        if why_not_draw_sample(draw, actor) is None:
            url = reverse("verification:sample_hold", args=[draw.public_id])
            yield Task(
                _("Undi sampel kunjungan"), _("Masanya selesai dan benihnya sudah dikunci koordinator lain."), url, 1
            )


def to_close(actor: Actor) -> Tasks:
    """Those that somebody else opened."""
    theirs = IntegrityCase.objects.visible_to(actor).filter(state=CaseState.OPEN).exclude(opened_by_id=actor.user_id)
    yield from some(
        theirs.count(),
        _("Perkara integritas diperiksa"),
        _("Baca faktanya, periksa, lalu tulis hasilnya."),
        reverse("verification:case_list"),
    )
