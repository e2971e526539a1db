"""Why a draw, a letter or an appeal is not possible now, in words one can act on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.workdays import working_days_after
from recipients.case_policies import covers
from recipients.documents import MOST_LETTERS
from recipients.models import Appeal, Assessment, Draw, RankLetter, Recipient
from recipients.states import AppealState, DrawState, RecipientState

# --- the draw ---------------------------------------------------------------------------------------


def draw_is_waiting() -> str:
    return _(
        "Masih ada undian yang benihnya sudah dikunci. Undi dulu yang itu; benih yang dikunci tidak dapat dibuang."
    )


def why_not_commit_draw() -> str | None:
    return draw_is_waiting() if Draw.objects.filter(state=DrawState.COMMITTED).exists() else None


def draw_from(draw: Draw) -> datetime:
    """From when on it may be drawn: the commitment has been public long enough to be copied by anybody."""
    return draw.committed_at + timedelta(hours=settings.DRAW_WAIT_HOURS)


def why_not_draw_lots(draw: Draw, actor: Actor) -> str | None:
    if draw.state != DrawState.COMMITTED:
        return _("Undian ini sudah diundi. Hasilnya tidak dapat diulang.")
    if actor.user_id is not None and draw.committed_by_id == actor.user_id:
        return _("Benih ini Anda sendiri yang mengunci. Pengundian harus dilakukan koordinator lain.")
    if timezone.now() < draw_from(draw):
        day = date_format(timezone.localtime(draw_from(draw)), "j F Y, H.i")
        return _("Sidik benih harus tampil untuk umum dulu. Pengundian dapat dilakukan mulai %(day)s WIB.") % {
            "day": day
        }
    return None


# --- letters and appeals ------------------------------------------------------------------------------


def letter_ends_at(letter: RankLetter) -> datetime:
    """The end of the last day on which the letter's code opens the form."""
    day = working_days_after(timezone.localdate(letter.issued_at), settings.APPEAL_FILING_DAYS)
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))


def why_not_issue_letter(recipient: Recipient, assessment: Assessment | None) -> str | None:
    if recipient.state != RecipientState.REGISTERED:
        return _("Orang ini tidak lagi terdaftar; tidak ada penilaian yang berlaku untuknya.")
    if assessment is None:
        return _("Belum ada penilaian untuk orang ini, jadi belum ada yang dapat ditulis di surat.")
    return None


def why_not_issue_letters(count: int) -> str | None:
    if not count:
        return _("Tidak ada orang yang sudah dinilai di pilihan ini.")
    if count > MOST_LETTERS:
        return _("Paling banyak %(most)s surat sekali cetak. Pilih satu kelas saja.") % {"most": MOST_LETTERS}
    return None


def why_not_file_appeal(recipient: Recipient, since: datetime) -> str | None:
    """`since`: when the verdict was given, or told by letter. One appeal per verdict, and one open at a time."""
    if recipient.state != RecipientState.REGISTERED:
        return _("Orang ini tidak lagi terdaftar, sehingga penilaiannya tidak berlaku lagi.")
    filed = Appeal.objects.filter(recipient=recipient)
    if filed.open().exists():
        return appeal_is_open()
    if filed.filter(filed_at__gte=since).exists():
        return _(
            "Penilaian ini sudah pernah disanggah dan diputuskan. Sanggahan baru dapat diajukan bila penilaiannya berubah."
        )
    return None


def appeal_is_open() -> str:
    return _("Sudah ada sanggahan untuk penilaian ini. Tunggu putusannya dulu.")


def why_not_file_with_letter(letter: RankLetter) -> str | None:
    if timezone.now() > letter_ends_at(letter):
        return _("Batas waktu surat ini sudah lewat. Mintalah surat penilaian yang baru kepada sekolah.")
    return why_not_file_appeal(letter.recipient, letter.issued_at)


def may_decide_appeal(appeal: Appeal, actor: Actor) -> bool:
    """The Sudin over the school whose verdict is appealed against."""
    return actor.may(Permission.APPEAL_DECIDE) and covers(actor.oversees, appeal.region)


def why_not_decide_appeal(appeal: Appeal) -> str | None:
    if appeal.state != AppealState.OPEN:
        return _("Sanggahan ini sudah diputuskan.")
    return None
