"""Why a request of somebody whose data is held cannot be recorded, answered, refused or taken back now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.audit.models import Event
from recipients.models import DataRequest, Recipient
from recipients.models.appeal import CORRECTIONS
from recipients.states import REQUEST_OPEN, RecipientState

Kind = DataRequest.Kind


def request_is_open() -> str:
    return _("Permintaan yang sama dari orang ini sudah tercatat dan belum dijawab. Kerjakan dulu yang itu.")


def why_not_receive(recipient: Recipient, kind: str) -> str | None:
    if reason := why_nothing_is_received(recipient):
        return reason
    if kind == Kind.CONSENT and not recipient.circumstances.consent_given:
        return _("Tidak ada persetujuan yang tercatat untuk orang ini.")
    if kind in (Kind.STOP, Kind.CORRECTION) and recipient.state != RecipientState.REGISTERED:
        return _(
            "Orang ini sudah tidak terdaftar, jadi datanya tidak dipakai lagi. Bila ingin dihapus, pilih penghapusan."
        )
    return None


def why_nothing_is_received(recipient: Recipient) -> str | None:
    """Whatever is asked: for who opens the form, before anything is typed."""
    if recipient.erased_at is not None:
        return _("Data pribadi orang ini sudah dihapus; tidak ada lagi yang dapat diminta.")
    if recipient.continuations.exists():
        return _(
            "Orang ini sudah pindah ke sekolah lain. Permintaannya dicatat di sekolah yang sekarang; jawaban dari sana "
            "mencakup juga data di sekolah ini."
        )
    return None


def why_not_close(request: DataRequest) -> str | None:
    if request.state not in REQUEST_OPEN:
        return _("Permintaan ini sudah selesai: %(state)s.") % {"state": request.get_state_display()}
    return None


def why_not_answer(request: DataRequest) -> str | None:
    """What must have been done before it may be called answered; the other kinds are done by the answer itself."""
    if reason := why_not_close(request):
        return reason
    if request.user_id is not None:
        return _("Akun dihapus dengan tombol “Hapus akunnya”; permintaannya selesai dengan sendirinya.")
    if request.kind == Kind.COPY and request.copied_at is None:
        return _("Buat dulu salinannya dan serahkan kepada yang meminta.")
    if request.kind == Kind.CORRECTION and not is_corrected(request):
        if request.recipient is not None and request.recipient.state != RecipientState.REGISTERED:
            return _(
                "Orang ini sudah tidak terdaftar, jadi datanya tidak diperbaiki lagi. Tawarkan penghapusan kepada yang "
                "meminta. Bila setuju, catat permintaan ini sebagai dibatalkan dan catat permintaan penghapusan."
            )
        return _("Belum ada perbaikan yang tercatat sejak permintaan ini. Perbaiki dulu datanya di halaman orangnya.")
    return None


def is_corrected(request: DataRequest) -> bool:
    """Somebody wrote the person's facts anew after the request came."""
    events = Event.objects.filter(thing=Recipient._meta.label_lower, thing_id=request.recipient_id or 0)
    return events.filter(action__in=CORRECTIONS, at__gte=request.received_at).exists()


def waits_for_copy(recipient: Recipient) -> str | None:
    """What is erased can no longer be copied: whoever asked for a copy gets it first."""
    if recipient.data_requests.open().filter(kind=Kind.COPY).exists():
        return _("Salinan datanya diminta dan belum diserahkan. Serahkan dulu salinannya, lalu hapus.")
    return None
