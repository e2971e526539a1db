"""Who may report and who may judge: nobody proves their own work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from donations.models import Handover
from donations.states import HandoverState
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from verification.models import Report
from verification.states import ReportState


def why_not_submit(handover: Handover, report: Report | None) -> str | None:
    if report is None and handover.state == HandoverState.DONE:
        return None
    if report is not None and report.state == ReportState.RETURNED:
        return None
    if handover.state == HandoverState.PLANNED:
        return _("Catat dulu serah terimanya; laporan dibuat setelah gawai diterima.")
    return _("Laporan untuk serah terima ini sudah dikirim.")


def why_not_verify(report: Report, actor: Actor) -> str | None:
    """A person of the school, of the donor, or who touched the handover never judges it, in whatever role (Q24, Q25)."""
    if report.state != ReportState.SUBMITTED:
        return _("Laporan ini sudah diputus. Muat ulang halaman untuk melihat putusannya.")
    if touched_by(report, actor.user_id):
        return _(
            "Anda pernah terlibat dalam sekolah, donatur, atau serah terima ini, jadi laporannya harus diperiksa validator lain."
        )
    return None


def touched_by(report: Report, user_id: int | None) -> bool:
    """Whether the person ever belonged to a side or did one of the handover's steps."""
    handover = report.handover
    pledge = handover.pledge
    steps = {
        report.submitted_by_id,
        handover.planned_by_id,
        handover.done_by_id,
        handover.reported_by_id,
        pledge.committed_by_id,
        *handover.certificates.values_list("issued_by_id", flat=True),
    }
    sides = [pledge.donor.organisation_id, handover.school.organisation_id]
    return user_id in steps or Membership.objects.filter(user_id=user_id, organisation_id__in=sides).exists()
