"""What the use of devices asks: of the school an answer, of the Sudin a decision."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.portal.task import NORMAL, URGENT, Tasks, some
from verification.models import DeviceCase, UseRound
from verification.states import DeviceCaseState, UseRoundState


def to_answer_use(actor: Actor) -> Tasks:
    """The rounds of the own school; the first warning makes it urgent."""
    due = list(UseRound.objects.visible_to(actor).due().values_list("state", flat=True))
    pressing = UseRoundState.LATE in due or UseRoundState.WARNED in due
    text = _("Apakah gawainya dipakai belajar? Jawab untuk seluruh daftar sekaligus.")
    if UseRoundState.LATE in due:
        text = _("Terlambat: sekolah tidak menerima janji baru sampai laporannya terkirim.")
    tone = URGENT if pressing else NORMAL
    yield from some(len(due), _("Laporan pemakaian gawai"), text, reverse("verification:use_answer"), tone)


def to_decide_case(actor: Actor) -> Tasks:
    yield from some(
        DeviceCase.objects.visible_to(actor).filter(state=DeviceCaseState.OPEN).count(),
        _("Putuskan perkara gawai"),
        _("Gawai hilang, dicuri, atau rusak: periksa, lalu tentukan hasil dan penggantinya."),
        reverse("verification:device_case_list"),
    )
