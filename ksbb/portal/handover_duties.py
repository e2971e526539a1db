"""What the day of a handover asks of whoever goes along, and of the giver."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Handover
from donations.policies import EARLY
from donations.states import HandoverState
from ksbb.authority.actors import Actor
from ksbb.portal.task import Tasks, some


def to_accompany(actor: Actor) -> Tasks:
    """Appointments of the next week to which the officer goes along."""
    mine = Handover.objects.visible_to(actor).filter(officer_id=actor.user_id or 0, state=HandoverState.PLANNED)
    now = timezone.now()
    yield from some(
        mine.filter(scheduled_for__range=(now - EARLY, now + timedelta(days=7))).count(),
        _("Dampingi serah terima"),
        _("Anda diminta hadir dalam tujuh hari ke depan. Simpan ke kalender, atau pilih rekan bila berhalangan."),
        f"{reverse('donations:handover_list')}?daftar=dampingan",
    )


def to_open_code(actor: Actor) -> Tasks:
    """The papers are issued and it is the day: without the giver's code nothing is recorded."""
    today = Handover.objects.visible_to(actor).filter(
        pledge__donor__organisation_id=actor.organisation_id or 0,
        state=HandoverState.PLANNED,
        scheduled_for__lt=timezone.now() + EARLY,
        certificates__device=None,
        certificates__voided_at=None,
        certificates__isnull=False,
    )
    yield from some(
        today.distinct().count(),
        _("Buka kode serah terima"),
        _("BAST sudah terbit. Setelah ditandatangani bersama, buka kode enam angka untuk dimasukkan sekolah."),
        reverse("donations:handover_list"),
    )
