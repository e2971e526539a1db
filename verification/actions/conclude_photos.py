"""The system has looked at the photos of a report: it goes to the validators, or back to the school when none can be used."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ksbb.accounts.acting import watchers_over
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.notifications import outbox
from verification.actions.decide import decide
from verification.actions.weigh_reports import weigh_reports
from verification.likeness import reports_like
from verification.models import Evidence, Report
from verification.photo_words import why_unusable
from verification.states import PhotoState, ReportState


@transaction.atomic
def conclude_photos(report: Report) -> Report:
    """`report` is locked by the caller, its pledge too. While a photo is still being looked at nothing happens."""
    current = list(report.evidence.current().order_by("pk"))
    if report.state != ReportState.SUBMITTED or any(photo.is_waiting for photo in current):
        return report
    report.awaits_photos = False
    report.save(update_fields=["awaits_photos", "updated_at"])
    if all(photo.state != PhotoState.CLEAN for photo in current):
        return decide(report=report, decision=ReportState.RETURNED, reason=_why(current), actor=SYSTEM)
    weigh_reports([report.pk, *reports_like(report)])
    outbox.post(
        "verification/report_waiting",
        to=watchers_over(report.region, Role.VALIDATOR),
        path=reverse("verification:report_detail", args=[report.public_id]),
        once=f"report_waiting:{report.pk}:{report.verdicts.count()}",
        school=report.handover.school.name,
    )
    return report


def _why(photos: list[Evidence]) -> str:
    """Each reason once."""
    reasons = dict.fromkeys(why_unusable(photo.refused_code) for photo in photos)
    return " ".join([_("Tidak satu pun foto laporan ini dapat dipakai."), *reasons])
