"""The principal reports that the devices arrived, with photos; a returned report is sent again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions import settle
from donations.models import Handover, Pledge
from ksbb.accounts.acting import watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.actions.weigh_reports import weigh_reports
from verification.models import Evidence, Report
from verification.policies import (
    handed_over_count,
    missing_count,
    why_not_photos,
    why_not_received,
    why_not_submit,
)
from verification.states import REPORT_MOVES, PhotoState, ReportState


@transaction.atomic
def submit_report(
    *,
    handover: Handover,
    received_on: date,
    photos: Sequence[CleanPhoto],
    actor: Actor,
    note: str = "",
    kept: Collection[UUID] = (),
    missing: Mapping[UUID, settle.Missing] | None = None,
) -> Report:
    """`photos` are clean and new; `kept` are the public ids of photos that a returned report keeps.

    The others of a returned report stay on record, out of the current set. `missing`: devices of the papers (public ids of their
    allocations) that did not arrive, added to those that an earlier version of the report named. Raises Refused.
    """
    actor.must(Permission.REPORT_SUBMIT)
    if not actor.is_system and actor.organisation_id != handover.school.organisation_id:
        raise Forbidden("only the school")
    Pledge.objects.locked().get(pk=handover.pledge_id)
    locked = Handover.objects.select_for_update(of=("self",), no_key=True).select_related("school", "pledge")
    handover = locked.get(pk=handover.pk)
    report = Report.objects.select_for_update(no_key=True).filter(handover=handover).first()
    refuse_if(why_not_submit(handover, report))
    if missing:
        settle.miss(handover, missing, actor=actor)
    gone = missing_count(handover)
    refuse_if(why_not_received(handover, received_on, gone))
    received_count = handed_over_count(handover) - gone
    now = timezone.now()
    who = actor.user_id or 0
    facts = {"received_on": received_on, "received_count": received_count, "note": note}
    if report is None:
        report = Report.objects.create(
            handover=handover, region=handover.region, submitted_at=now, submitted_by_id=who, **facts
        )
        settle.report(handover, actor=actor)
    else:
        move(report, ReportState.SUBMITTED, REPORT_MOVES, submitted_at=now, submitted_by_id=who, **facts)
    report.evidence.current().exclude(public_id__in=kept).update(replaced_at=now)
    refuse_if(why_not_photos(report.evidence.current().count() + len(photos)))
    for photo in photos:
        _keep(report, photo, who)
    weigh_reports([report.pk])
    trail.record("report.submitted", report, actor=actor, photos=len(photos), received=received_count)
    _tell(report)
    return report


def _keep(report: Report, photo: CleanPhoto, submitted_by_id: int) -> None:
    evidence = Evidence(
        report=report,
        state=PhotoState.CLEAN,
        sha256=photo.sha256,
        difference_hash=photo.difference_hash,
        taken_at=photo.taken_at,
        latitude=photo.latitude,
        longitude=photo.longitude,
        submitted_by_id=submitted_by_id,
    )
    evidence.photo.save(f"{evidence.public_id}.jpg", ContentFile(photo.jpeg), save=False)
    evidence.thumbnail.save(f"{evidence.public_id}-small.jpg", ContentFile(photo.thumbnail), save=False)
    evidence.save()


def _tell(report: Report) -> None:
    outbox.post(
        "verification/report_waiting",
        to=watchers_over(report.region, Role.VALIDATOR),
        path=reverse("verification:report_detail", args=[report.public_id]),
        once=f"report_waiting:{report.pk}:{report.verdicts.count()}",
        school=report.handover.school.name,
    )
