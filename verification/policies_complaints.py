"""Who may do what with a complaint. The caller has found it with `visible_to`, or by its ticket."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from verification.complaints import CONTEST_DAYS, LAST_LEVEL, due_after
from verification.models import Complaint
from verification.models.complaint import LEVEL_OF
from verification.states import ComplaintState


def is_their_turn(complaint: Complaint, actor: Actor) -> bool:
    """Whether this actor's level must answer now; the levels beneath keep reading."""
    return actor.is_system or LEVEL_OF.get(actor.role) == complaint.level


def must_see(complaint: Complaint, actor: Actor) -> None:
    """Raises Forbidden (403): an action asks again what the page has asked."""
    if not Complaint.objects.visible_to(actor).filter(pk=complaint.pk).exists():
        raise Forbidden("neither the ground nor the level")


def must_work(complaint: Complaint, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever does not see it, and for a level whose turn is over."""
    if actor.is_system:
        return
    must_see(complaint, actor)
    actor.must(Permission.COMPLAINT_SENSITIVE if complaint.level == LAST_LEVEL else Permission.COMPLAINT_WORK)
    if not is_their_turn(complaint, actor):
        raise Forbidden("another level answers now")


def why_not_take(complaint: Complaint, actor: Actor) -> str | None:
    if complaint.state not in (ComplaintState.OPEN, ComplaintState.ASSIGNED):
        return _("Pengaduan ini sudah dijawab.")
    if complaint.handler_id and complaint.handler_id == actor.user_id:
        return _("Anda sudah menangani pengaduan ini.")
    return None


def why_not_answer(complaint: Complaint, actor: Actor) -> str | None:
    if complaint.state == ComplaintState.OPEN:
        return _("Ambil dulu pengaduan ini, supaya rekan Anda tahu siapa yang menangani.")
    if complaint.state != ComplaintState.ASSIGNED:
        return _("Pengaduan ini sudah dijawab. Muat ulang halaman untuk membaca jawabannya.")
    if complaint.handler_id != actor.user_id and not actor.is_system:
        return _("Pengaduan ini belum atau tidak lagi Anda tangani. Ambil dulu, lalu jawab.")
    return None


def why_not_contest(complaint: Complaint) -> str | None:
    if complaint.contested_at:
        return _("Anda sudah pernah menyatakan belum puas. Pengaduan ini sudah diperiksa kantor yang lebih tinggi.")
    if complaint.state == ComplaintState.CLOSED:
        return _("Pengaduan ini sudah ditutup. Bila masalahnya masih ada, kirim pengaduan baru.")
    if complaint.state != ComplaintState.ANSWERED:
        return _("Pengaduan ini belum dijawab.")
    return None


def why_not_open_case(complaint: Complaint) -> str | None:
    if complaint.erased_at:
        return _("Isi pengaduan ini sudah dihapus, jadi tidak ada lagi yang dapat diperkarakan.")
    return None


def why_not_close(complaint: Complaint) -> str | None:
    """An answer cannot be closed before the person had the time to say that it does not help."""
    if complaint.state != ComplaintState.ANSWERED or complaint.answered_at is None:
        return _("Hanya pengaduan yang sudah dijawab yang dapat ditutup.")
    if complaint.contested_at is None and timezone.now() <= due_after(complaint.answered_at, CONTEST_DAYS):
        return _("Pelapor masih dapat menyatakan belum puas. Sesudah sepuluh hari kerja pengaduan ditutup sendiri.")
    return None
