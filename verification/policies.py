"""Who may report and who may judge: nobody proves their own work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Device, Handover, Shortfall
from donations.states import AllocationState, HandoverState
from ksbb.accounts.models import User
from ksbb.accounts.persons import is_told
from ksbb.authority.actors import Actor
from verification.claims import holder_of
from verification.models import Report
from verification.parts import had_part, person_of
from verification.reasons import Mark, are_foreign
from verification.states import ReportState

MOST_PHOTOS = 6


def why_not_submit(handover: Handover, report: Report | None) -> str | None:
    if report is None and handover.state == HandoverState.DONE:
        return None
    if report is not None and report.state == ReportState.RETURNED:
        return None
    if handover.state == HandoverState.PLANNED:
        return _("Catat dulu serah terimanya; laporan dibuat setelah gawai diterima.")
    if handover.state == HandoverState.CANCELLED:
        return _("Serah terima ini dibatalkan, jadi tidak ada yang perlu dilaporkan.")
    return _("Laporan untuk serah terima ini sudah dikirim.")


def why_not_received(handover: Handover, received_on: date, missing: int = 0) -> str | None:
    """What cannot be true of a receipt. What merely looks odd is left to the validator (see comparison.py)."""
    if received_on > timezone.localdate():
        return _("Tanggal diterima belum lewat. Isi tanggal saat gawai benar-benar diterima.")
    committed_at = handover.pledge.committed_at
    if committed_at and received_on < timezone.localdate(committed_at):
        return _("Tanggal diterima lebih awal daripada janji donaturnya. Periksa tanggalnya.")
    if missing >= handed_over_count(handover):
        return _(
            "Menurut laporan ini tidak satu gawai pun sampai. Bila memang begitu, jangan kirim laporan: sampaikan kepada "
            "Suku Dinas lewat pengaduan."
        )
    return None


def handed_over_count(handover: Handover) -> int:
    """How many devices changed hands, also when their proof was refuted later."""
    return handover.allocations.filter(state__in=[AllocationState.HANDED_OVER, AllocationState.REFUTED]).count()


def missing_count(handover: Handover) -> int:
    """How many of them the school's report names as not arrived."""
    return handover.shortfalls.filter(stage=Shortfall.Stage.REPORTED).count()


def why_not_photos(count: int) -> str | None:
    if count < 1:
        return _("Lampirkan sedikitnya satu foto: gawai bersama BAST yang sudah ditandatangani.")
    if count > MOST_PHOTOS:
        return _("Paling banyak %(most)s foto. Lepas beberapa foto, lalu kirim lagi.") % {"most": MOST_PHOTOS}
    return None


def why_not_judge(actor: Actor) -> str | None:
    """Whether this person may sit at the desk at all: who they are and where they live must be known (promises 24, 25)."""
    if actor.is_system or is_told(actor.user_id):
        return None
    return _("Sebelum memeriksa laporan pertama, isi dulu siapa Anda dan di kelurahan mana Anda tinggal.")


def why_not_verify(report: Report, actor: Actor) -> str | None:
    """A person of the school, of the giver, of the kelurahan, or who touched the gift at any stage never judges it, in whatever
    role and under whatever account; and of two validators on one report only the one who holds it does (promises 19, 24, 25).
    """
    if report.state != ReportState.SUBMITTED:
        return _("Laporan ini sudah diputus. Muat ulang halaman untuk melihat putusannya.")
    if report.awaits_photos:
        return _("Foto laporan ini masih diperiksa sistem. Laporan dapat diputus setelah itu selesai.")
    if problem := why_not_judge(actor):
        return problem
    if touched_by(report, actor.user_id):
        return _(
            "Anda pernah terlibat dalam sekolah, donatur, atau serah terima ini, atau tinggal di kelurahannya, jadi laporannya "
            "harus diperiksa validator lain."
        )
    holder = holder_of(report)
    return None if holder is None or actor.is_system or holder == actor.user_id else held_by(holder)


def why_not_reasons(report: Report, reason: str, marks: Sequence[Mark]) -> str | None:
    """A no must tell the school what to do, of things that this report holds."""
    if not reason.strip() and not marks:
        return _("Pilih atau tuliskan alasannya, supaya sekolah tahu apa yang harus diperbaiki.")
    photos = report.evidence.current().values_list("public_id", flat=True)
    devices = Device.objects.filter(allocation__handover=report.handover_id).values_list("public_id", flat=True)
    if are_foreign(marks, photos=map(str, photos), devices=map(str, devices)):
        return _("Salah satu alasan tidak lagi cocok dengan isi laporan. Muat ulang halaman, lalu pilih lagi.")
    return None


def held_by(user_id: int) -> str:
    """What the second validator reads. Validators are colleagues: they may know each other's names."""
    name = User.objects.filter(pk=user_id).values_list("full_name", flat=True).first()
    return _("Laporan ini sedang diperiksa oleh %(who)s. Ambil laporan lain, atau coba lagi nanti.") % {
        "who": name or _("validator lain")
    }


def touched_by(report: Report, user_id: int | None) -> bool:
    """Whether the natural person behind the account had any part in the gift (see parts.py)."""
    return user_id is not None and Report.objects.filter(had_part(person_of(user_id)), pk=report.pk).exists()
