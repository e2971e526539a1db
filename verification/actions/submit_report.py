"""The principal reports that the devices arrived, with photos; a returned report is sent again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions import settle
from donations.models import Handover
from ksbb.accounts.acting import watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.evidence import CleanPhoto
from verification.models import Evidence, Report
from verification.policies import why_not_submit
from verification.states import REPORT_MOVES, ReportState


@transaction.atomic
def submit_report(
    *,
    handover: Handover,
    received_on: date,
    received_count: int,
    photos: Sequence[CleanPhoto],
    actor: Actor,
    note: str = "",
) -> Report:
    """Photos are already clean. When a returned report is sent again its old photos stay on record, out of the current set
    unless no new ones are given."""
    actor.must(Permission.REPORT_SUBMIT)
    if not actor.is_system and actor.organisation_id != handover.school.organisation_id:
        raise Forbidden("only the school")
    handover = Handover.objects.select_for_update(of=("self",)).select_related("school").get(pk=handover.pk)
    report = Report.objects.select_for_update().filter(handover=handover).first()
    refuse_if(why_not_submit(handover, report))
    if not photos and report is None:
        raise Refused(_("Lampirkan sedikitnya satu foto: gawai bersama BAST yang sudah ditandatangani."))
    facts = {"received_on": received_on, "received_count": received_count, "note": note}
    now = timezone.now()
    if report is None:
        report = Report.objects.create(
            handover=handover, region=handover.region, submitted_at=now, submitted_by_id=actor.user_id or 0, **facts
        )
        settle.report(handover, actor=actor)
    else:
        move(report, ReportState.SUBMITTED, REPORT_MOVES, submitted_at=now, submitted_by_id=actor.user_id or 0, **facts)
    if photos:
        report.evidence.filter(replaced_at__isnull=True).update(replaced_at=now)
    for photo in photos:
        _keep(report, photo, actor)
    trail.record("report.submitted", report, actor=actor, photos=len(photos), received=received_count)
    outbox.post(
        "verification/report_waiting",
        to=watchers_over(handover.region, Role.VALIDATOR),
        path=reverse("verification:report_detail", args=[report.public_id]),
        once=f"report_waiting:{report.pk}:{now.timestamp():.0f}",
        school=handover.school.name,
    )
    return report


def _keep(report: Report, photo: CleanPhoto, actor: Actor) -> None:
    evidence = Evidence(
        report=report,
        sha256=photo.sha256,
        difference_hash=photo.difference_hash,
        taken_at=photo.taken_at,
        latitude=photo.latitude,
        longitude=photo.longitude,
        submitted_by_id=actor.user_id or 0,
    )
    evidence.photo.save(f"{evidence.public_id}.jpg", ContentFile(photo.jpeg), save=False)
    evidence.thumbnail.save(f"{evidence.public_id}-small.jpg", ContentFile(photo.thumbnail), save=False)
    evidence.save()
