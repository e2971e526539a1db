"""A photo that is good is kept while the rest of the report is still being put right."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Forbidden, refuse_if
from verification.models import DraftPhoto
from verification.policies import why_not_photos
from verification.states import PhotoState


@transaction.atomic
def keep_draft_photo(*, handover: Handover, photo: CleanPhoto, actor: Actor) -> DraftPhoto:
    """The same picture sent again is kept once. Raises Refused when as many as a report can hold are already there."""
    actor.must(Permission.REPORT_SUBMIT)
    if actor.user_id is None or actor.organisation_id != handover.school.organisation_id:
        raise Forbidden("only a person of the school")
    # Two requests at once take turns, so that the picture is kept once and the limit holds.
    Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    mine = DraftPhoto.objects.filter(handover=handover, submitted_by_id=actor.user_id)
    if known := mine.filter(state=PhotoState.CLEAN, sha256=photo.sha256).first():
        return known
    refuse_if(why_not_photos(mine.count() + 1))
    draft = DraftPhoto(
        handover=handover,
        submitted_by_id=actor.user_id,
        state=PhotoState.CLEAN,
        sha256=photo.sha256,
        difference_hash=photo.difference_hash,
        taken_at=photo.taken_at,
        latitude=photo.latitude,
        longitude=photo.longitude,
        width=photo.width,
        height=photo.height,
    )
    draft.photo.save(f"draft-{draft.public_id}.jpg", ContentFile(photo.jpeg), save=False)
    draft.thumbnail.save(f"draft-{draft.public_id}-small.jpg", ContentFile(photo.thumbnail), save=False)
    draft.save()
    return draft
