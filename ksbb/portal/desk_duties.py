"""What waits at the validator's desk and for the coordinator's word on a rejection."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ksbb.accounts.persons import is_told
from ksbb.authority.actors import Actor
from ksbb.portal.task import URGENT, Task, Tasks, some
from verification.models import VerdictAppeal
from verification.states import AppealState


def to_tell_who(actor: Actor) -> Tasks:
    """Once, before the first judgement."""
    if not is_told(actor.user_id):
        yield Task(
            _("Isi siapa Anda"),
            _(
                "Validator tidak memeriksa sekolah atau kelurahannya sendiri; sebelum laporan pertama kami perlu tahu yang mana."
            ),
            reverse("accounts:person_tell"),
            tone=URGENT,
        )


def to_review(actor: Actor) -> Tasks:
    filed = VerdictAppeal.objects.visible_to(actor).filter(state=AppealState.FILED)
    yield from some(
        filed.count(),
        _("Keberatan atas penolakan laporan"),
        _("Sekolah tidak setuju laporannya ditolak. Kabulkan atau tidak, dengan alasan."),
        reverse("verification:appeal_list"),
    )
