"""Who may answer what of the use of devices, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from schools.models import School
from verification.models import UseAnswer, UseRound
from verification.use_answers import SHOWN


def must_answer(school: School, actor: Actor) -> None:
    """Only the principal of the school itself."""
    actor.must(Permission.USE_REPORT)
    if not actor.is_system and actor.organisation_id != school.organisation_id:
        raise Forbidden("only the school")


def nothing_due() -> str:
    return _("Tidak ada laporan pemakaian yang menunggu jawaban. Mungkin rekan Anda baru saja mengirimnya.")


def why_not_send(rounds: Sequence[UseRound]) -> str | None:
    """Everything must be said, and what is to be shown must be shown."""
    if not rounds:
        return nothing_due()
    answers = UseAnswer.objects.filter(round__in=rounds)
    unsaid = answers.filter(says="").values("device_id").distinct().count()
    if unsaid:
        return ngettext(
            "%(count)s gawai belum dijawab. Pilih keadaannya, lalu kirim lagi.",
            "%(count)s gawai belum dijawab. Pilih keadaannya, lalu kirim lagi.",
            unsaid,
        ) % {"count": unsaid}
    # What the system still looks at counts as shown; when it turns out to be of no use, another one is asked for.
    shown = Q(photo__isnull=False, photo__refused_code="")
    unseen = answers.filter(to_show=True, says__in=SHOWN).exclude(shown)
    hidden = unseen.values("device_id").distinct().count()
    if hidden:
        return ngettext(
            "Foto untuk %(count)s gawai yang diminta belum ada.",
            "Foto untuk %(count)s gawai yang diminta belum ada.",
            hidden,
        ) % {"count": hidden}
    return None
