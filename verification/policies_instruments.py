"""Versions of questions: who may change which, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from verification.models import Instrument
from verification.natural_persons import accounts_of
from verification.questions import why_not_questions
from verification.states import InstrumentState


def why_not_draft(source: Instrument) -> str | None:
    if Instrument.objects.filter(purpose=source.purpose, state=InstrumentState.DRAFT).exists():
        return _("Masih ada rancangan yang belum diberlakukan. Ubah yang itu.")
    return None


def why_not_edit(instrument: Instrument) -> str | None:
    if instrument.state != InstrumentState.DRAFT:
        return _("Yang sudah diberlakukan tidak berubah lagi. Buat rancangan baru.")
    return None


def why_not_publish(instrument: Instrument, actor: Actor) -> str | None:
    """Four eyes: the one who wrote it last never puts it in force."""
    if instrument.state != InstrumentState.DRAFT:
        return _("Versi ini sudah diberlakukan. Muat ulang halaman.")
    if instrument.made_by_id in accounts_of(actor.user_id):
        return _("Harus diperiksa dan diberlakukan koordinator lain, bukan yang menulisnya.")
    return why_not_questions(instrument.questions)
