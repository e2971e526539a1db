"""The principal reports that the devices arrived, with photos; a returned report is sent again."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from donations.actions import settle
from donations.models import Handover, Pledge
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.after_commit import after_commit
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from verification.actions.compare_evidence import compare_evidence
from verification.actions.conclude_photos import conclude_photos
from verification.actions.drop_draft_photos import drop_draft_photos
from verification.actions.process_photo import look_soon
from verification.models import DraftPhoto, Evidence, Report
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
    drafts: Collection[DraftPhoto] = (),
    kept: Collection[UUID] = (),
    missing: Mapping[UUID, settle.Missing] | None = None,
) -> Report:
    """`photos` are clean and new; `drafts` are the sender's, in whatever state: those that cannot be used are left out. `kept` are
    the public ids of photos that a returned report keeps.

    While the system still looks at a photo the report waits for it (see `conclude_photos`).

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
    usable = _usable(drafts)
    sent = report.evidence.current().count() + len(photos) + len(usable)
    refuse_if(why_not_photos(sent))
    for photo in [*photos, *(clean for draft in usable if (clean := _clean(draft)))]:
        _keep(report, photo, who)
    _hand_over([draft for draft in usable if draft.is_waiting], report)
    drop_draft_photos(draft for draft in usable if not draft.is_waiting)
    report.awaits_photos = True
    report.save(update_fields=["awaits_photos", "updated_at"])
    trail.record("report.submitted", report, actor=actor, photos=sent, received=received_count)
    return conclude_photos(report)


def _usable(drafts: Collection[DraftPhoto]) -> list[DraftPhoto]:
    """As they are now: the worker may have finished with one meanwhile."""
    locked = DraftPhoto.objects.select_for_update(of=("self",)).filter(pk__in=[draft.pk for draft in drafts])
    return [draft for draft in locked.order_by("pk") if draft.state == PhotoState.CLEAN or draft.is_waiting]


def _clean(draft: DraftPhoto) -> CleanPhoto | None:
    if draft.state != PhotoState.CLEAN:
        return None
    assert draft.difference_hash is not None
    with draft.photo.open() as photo, draft.thumbnail.open() as thumbnail:
        return CleanPhoto(
            jpeg=photo.read(),
            thumbnail=thumbnail.read(),
            width=draft.width,
            height=draft.height,
            sha256=draft.sha256,
            difference_hash=draft.difference_hash,
            taken_at=draft.taken_at,
            latitude=draft.latitude,
            longitude=draft.longitude,
        )


def _hand_over(drafts: Collection[DraftPhoto], report: Report) -> None:
    """The file itself stays where it is; the row that knows it is another."""
    for draft in drafts:
        Evidence.objects.create(
            report=report,
            raw=draft.raw.name,
            state=draft.state,
            sha256=draft.sha256,
            tries=draft.tries,
            submitted_by_id=draft.submitted_by_id,
        )
        draft.delete()
    if drafts:
        after_commit(look_soon)


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
    compare_evidence(evidence, Image.open(io.BytesIO(photo.jpeg)))
