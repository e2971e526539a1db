"""A report on its way: what it is about, and the photos that were sent already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.common.photos import glance_at_photo
from ksbb.common.refusals import Refused
from verification.actions.drop_draft_photos import drop_draft_photos
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.actions.submit_report import submit_report
from verification.forms import ReportForm
from verification.models import DraftPhoto, Evidence, Report
from verification.policies import why_not_photos
from verification.states import PhotoState
from verification.views.arriving import Arrivals


@dataclass
class Drafting:
    """For which handover, in place of which returned report. `dropped`: public ids of photos the sender takes off."""

    handover: Handover
    report: Report | None
    actor: Actor
    dropped: frozenset[str]

    @cached_property
    def earlier(self) -> list[Evidence]:
        """The photos of the returned report that can be used again."""
        clean = PhotoState.CLEAN
        return list(self.report.evidence.current().filter(state=clean).order_by("pk")) if self.report else []

    @property
    def drafts(self) -> list[DraftPhoto]:
        """Photos of earlier tries: good ones, those that the system still looks at, and those that turned out to be of no use."""
        return list(DraftPhoto.objects.visible_to(self.actor).filter(handover=self.handover).order_by("pk"))

    @property
    def has_photos(self) -> bool:
        return bool(self.earlier or self.usable)

    @property
    def usable(self) -> list[DraftPhoto]:
        return [one for one in self.drafts if one.state == PhotoState.CLEAN or one.is_waiting]

    @property
    def is_waiting(self) -> bool:
        return any(one.is_waiting for one in self.drafts)

    def first_values(self) -> dict[str, Any]:
        if self.report:
            return {name: getattr(self.report, name) for name in ("received_on", "note")}
        done_at = self.handover.done_at or timezone.now()
        return {"received_on": timezone.localdate(done_at)}

    def send(self, form: ReportForm, arrivals: Arrivals) -> Report | None:
        """The report, or None with the reasons in `form` and `arrivals`. Photos are kept in either case."""
        drop_draft_photos(one for one in self.drafts if str(one.public_id) in self.dropped)
        form.full_clean()
        for upload in form.files.getlist("photos"):
            self._keep(form, upload)
        drafts = self.usable
        kept = [one.public_id for one in self.earlier if str(one.public_id) not in self.dropped]
        if "photos" not in form.errors and (reason := why_not_photos(len(drafts) + len(kept))):
            form.add_error("photos", reason)
        if not arrivals.is_valid():
            form.add_error(None, arrivals.problem)
        if form.errors:
            return None
        facts = {name: form.cleaned_data[name] for name in ("received_on", "note")}
        try:
            sent = submit_report(
                handover=self.handover,
                photos=[],
                drafts=drafts,
                kept=kept,
                missing=arrivals.missing,
                actor=self.actor,
                **facts,
            )
        except Refused as no:
            form.add_error(None, no.reason)
            return None
        drop_draft_photos(self.drafts)
        return sent

    def _keep(self, form: ReportForm, upload: UploadedFile) -> None:
        """A photo that is no good is named by the name its owner knows it by."""
        most = settings.UPLOAD_MAX_PHOTO_BYTES
        try:
            data = upload.read(most + 1)
            glance_at_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
            keep_draft_photo(handover=self.handover, data=data, actor=self.actor)
        except Refused as no:
            form.add_error("photos", f"{(upload.name or '')[:60]}: {no.reason}")
