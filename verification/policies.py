"""Who may report and who may judge: nobody proves their own work."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Device, Handover
from donations.states import AllocationState, HandoverState
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from verification.models import Report
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


def why_not_received(handover: Handover, received_on: date, received_count: int) -> str | None:
    """What cannot be true of a receipt. What merely looks odd is left to the validator (see comparison.py)."""
    if received_on > timezone.localdate():
        return _("Tanggal diterima belum lewat. Isi tanggal saat gawai benar-benar diterima.")
    committed_at = handover.pledge.committed_at
    if committed_at and received_on < timezone.localdate(committed_at):
        return _("Tanggal diterima lebih awal daripada janji donaturnya. Periksa tanggalnya.")
    most = handed_over_count(handover)
    if not 1 <= received_count <= most:
        return ngettext(
            "Jumlah yang diterima harus antara 1 dan %(most)s, sesuai BAST.",
            "Jumlah yang diterima harus antara 1 dan %(most)s, sesuai BAST.",
            most,
        ) % {"most": most}
    return None


def handed_over_count(handover: Handover) -> int:
    """How many devices changed hands, also when their proof was refuted later."""
    return handover.allocations.filter(state__in=[AllocationState.HANDED_OVER, AllocationState.REFUTED]).count()


def why_not_photos(count: int) -> str | None:
    if count < 1:
        return _("Lampirkan sedikitnya satu foto: gawai bersama BAST yang sudah ditandatangani.")
    if count > MOST_PHOTOS:
        return _("Paling banyak %(most)s foto. Lepas beberapa foto, lalu kirim lagi.") % {"most": MOST_PHOTOS}
    return None


def why_not_verify(report: Report, actor: Actor) -> str | None:
    """A person of the school, of the donor, or who touched the handover never judges it, in whatever role (Q24, Q25)."""
    if report.state != ReportState.SUBMITTED:
        return _("Laporan ini sudah diputus. Muat ulang halaman untuk melihat putusannya.")
    if touched_by(report, actor.user_id):
        return _(
            "Anda pernah terlibat dalam sekolah, donatur, atau serah terima ini, jadi laporannya harus diperiksa "
            "validator lain."
        )
    return None


def why_not_prove(report: Report) -> str | None:
    """Verifying counts every device on the papers as proven, so the school must have received every one of them."""
    if report.received_count == handed_over_count(report.handover):
        return None
    return _(
        "Jumlah yang diterima menurut laporan berbeda dari BAST, jadi laporan ini belum dapat diverifikasi. Kembalikan ke "
        "sekolah dengan penjelasan, atau tolak."
    )


def touched_by(report: Report, user_id: int | None) -> bool:
    """Whether the person ever belonged to a side or did one of the handover's steps.

    An invitation that was never accepted does not count: a school could shut out a validator by inviting them.
    """
    if user_id is None:
        return False
    handover = report.handover
    pledge = handover.pledge
    steps = {
        report.submitted_by_id,
        handover.planned_by_id,
        handover.done_by_id,
        handover.reported_by_id,
        pledge.committed_by_id,
        *handover.certificates.values_list("issued_by_id", flat=True),
        *Device.objects.filter(allocation__handover=handover).values_list("inspected_by_id", flat=True),
        *report.evidence.values_list("submitted_by_id", flat=True),
    }
    sides = [pledge.donor.organisation_id, handover.school.organisation_id]
    return (
        user_id in steps
        or Membership.objects.filter(user_id=user_id, organisation_id__in=sides, accepted_at__isnull=False).exists()
    )
