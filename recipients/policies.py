"""Why something cannot be done on the register, in words a school can act on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from recipients.models import CriteriaSet, DuplicateCase, NoticeSeen, Recipient
from recipients.request_policies import waits_for_copy
from recipients.states import AppealState, CaseState, NeedState, RecipientState
from schools.models import School

# The privacy notice as it stands (templates/recipients/notice.html); who read an older one reads it again.
NOTICE_EDITION = "2026-11"

# The acts of the trail that make somebody an author of a version.
WRITING_CRITERIA = ("criteria.drafted", "criteria.edited")


class UnmaskPurpose(models.TextChoices):
    """What identity numbers may be looked at for; the trail keeps which."""

    CHECK_PAPER = "check_paper", pgettext_lazy("purpose", "mencocokkan dengan kartu keluarga atau ijazah")
    CORRECT = "correct", pgettext_lazy("purpose", "memperbaiki data di Dapodik")
    DUPLICATE = "duplicate", pgettext_lazy("purpose", "pemeriksaan data ganda oleh Suku Dinas")
    ASKED = "asked", pgettext_lazy("purpose", "permintaan orangnya atau walinya")


def already_registered() -> str:
    """One wording, wherever that person is registered: it must not tell a school about another school's people."""
    return _(
        "Orang dengan NIK, NISN, atau NUPTK ini sudah terdaftar. Periksa angkanya; bila sudah benar, hubungi Suku Dinas "
        "Pendidikan untuk pemeriksaan data ganda."
    )


def why_not_publish(criteria: CriteriaSet, actor: Actor) -> str | None:
    """Four eyes: neither who proposed it nor who wrote any of it."""
    if actor.user_id is None:
        return None
    if criteria.proposed_by_id == actor.user_id:
        return _("Versi ini Anda sendiri yang mengusulkan. Penerbitan harus dilakukan koordinator lain.")
    wrote = Event.objects.about(criteria).filter(action__in=WRITING_CRITERIA, user_id=actor.user_id)
    if wrote.exists():
        return _("Versi ini ikut Anda susun. Penerbitan harus dilakukan koordinator yang tidak ikut menyusunnya.")
    return None


def why_not_register(school: School, actor: Actor) -> str | None:
    if school.is_closed:
        return _("Sekolah ini sudah tutup. Penerima tidak dapat didaftarkan di sini.")
    return None


def notice_seen(actor: Actor) -> NoticeSeen | None:
    """When the actor read the edition in force; None for who has not."""
    return NoticeSeen.objects.filter(user_id=actor.user_id or 0, edition=NOTICE_EDITION).first()


def why_not_enter(actor: Actor) -> str | None:
    """Nobody enters a person before having read what becomes of the data (UU 27/2022 art. 21). A page and the API ask alike."""
    if actor.is_system or notice_seen(actor):
        return None
    return _(
        "Baca dulu pemberitahuan privasi di portal, lalu nyatakan sudah membacanya. Sesudah itu data dapat dikirim."
    )


def why_not_consent(recipient: Recipient) -> str | None:
    """Why no consent can be recorded for this person."""
    if recipient.state != RecipientState.REGISTERED:
        return _("Orang ini sudah tidak terdaftar, jadi persetujuannya tidak dicatat lagi.")
    return None


def why_not_withdraw_consent(recipient: Recipient) -> str | None:
    """Also of somebody who has left: the term of a request runs, whatever became of the registration."""
    if not recipient.circumstances.consent_given:
        return _("Tidak ada persetujuan yang tercatat untuk orang ini.")
    return None


def why_not_withdraw(recipient: Recipient) -> str | None:
    if recipient.state != RecipientState.REGISTERED:
        return _("Penerima ini sudah tidak terdaftar.")
    if recipient.needs.filter(state__in=[NeedState.RESERVED, NeedState.DELIVERED]).exists():
        return _(
            "Gawai untuk penerima ini sudah dijanjikan atau diserahkan. Batalkan dulu jadwal serah terimanya bersama "
            "donatur, lalu tarik pendaftarannya."
        )
    return None


def why_not_erase(recipient: Recipient) -> str | None:
    """Why the personal data cannot be erased now: a device is on its way, or an office still has to decide."""
    if recipient.erased_at is not None:
        return _("Data pribadi orang ini sudah dihapus.")
    if recipient.needs.filter(state__in=[NeedState.RESERVED, NeedState.DELIVERED]).exists():
        return _(
            "Gawai untuk orang ini sudah dijanjikan, atau serah terimanya belum diperiksa. Batalkan dulu jadwalnya bersama "
            "donatur, atau tunggu sampai laporannya diputuskan."
        )
    if recipient.appeals.filter(state=AppealState.OPEN).exists():
        return _("Sanggahan tentang orang ini belum diputuskan. Tunggu putusannya, lalu hapus.")
    open_cases = DuplicateCase.objects.filter(state=CaseState.OPEN)
    if open_cases.filter(Q(holder=recipient) | Q(claimant=recipient)).exists():
        return _("Suku Dinas masih memeriksa data orang ini. Tunggu putusannya, lalu hapus.")
    return waits_for_copy(recipient)
