"""What must I do now about rank: appeals to decide, facts to correct, a draw to hold."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.portal.task import URGENT, Task, Tasks, some
from recipients.models import Appeal, Draw
from recipients.rank_policies import why_not_draw_lots
from recipients.states import DrawState


def to_decide(actor: Actor) -> Tasks:
    waiting = Appeal.objects.visible_to(actor).open()
    late = waiting.filter(due_on__lt=timezone.localdate()).count()
    yield from some(
        late,
        _("Sanggahan lewat batas waktu"),
        _("Orang tua atau sekolah menunggu jawaban lebih lama dari yang dijanjikan."),
        reverse("recipients:appeal_list") + "?keadaan=terlambat",
        URGENT,
    )
    yield from some(
        waiting.count() - late,
        _("Sanggahan menunggu putusan"),
        _("Baca alasannya, cocokkan keterangannya, lalu jawab tertulis."),
        reverse("recipients:appeal_list"),
    )


def to_correct(actor: Actor) -> Tasks:
    upheld = Appeal.objects.visible_to(actor).uncorrected()
    yield from some(
        upheld.count(),
        _("Perbaiki keterangan: sanggahan diterima"),
        _("Suku Dinas menerima sanggahannya; sesudah diperbaiki, penilaiannya dihitung ulang."),
        reverse("recipients:appeal_list") + "?keadaan=upheld",
        URGENT,
    )


def to_draw(actor: Actor) -> Tasks:
    """The second coordinator's, once the commitment has been public long enough."""
    for draw in Draw.objects.visible_to(actor).filter(state=DrawState.COMMITTED):
        if why_not_draw_lots(draw, actor) is None:
            url = reverse("recipients:draw_hold", args=[draw.public_id])
            yield Task(
                _("Undi: benihnya sudah dikunci"), _("Koordinator lain mengunci benihnya; Anda mengundi."), url, 1
            )
