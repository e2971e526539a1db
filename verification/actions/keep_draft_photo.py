"""A photo is kept as it was sent, out of everybody's reach, until the worker has looked at it."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Forbidden, refuse_if
from verification.actions.process_photo import look_soon
from verification.models import DraftPhoto
from verification.policies import why_not_photos
from verification.states import PhotoState


@transaction.atomic
def keep_draft_photo(*, handover: Handover, data: bytes, actor: Actor) -> DraftPhoto:
    """`data` was glanced at (`glance_at_photo`). The same file sent again is kept once.

    Raises Refused when as many as a report can hold are already there.
    """
    actor.must(Permission.REPORT_SUBMIT)
    if actor.user_id is None or actor.organisation_id != handover.school.organisation_id:
        raise Forbidden("only a person of the school")
    digest = hashlib.sha256(data).hexdigest()
    # Two requests at once take turns, so that the picture is kept once and the limit holds.
    Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    mine = DraftPhoto.objects.filter(handover=handover, submitted_by_id=actor.user_id)
    if known := mine.filter(sha256=digest).first():
        return known
    refuse_if(why_not_photos(mine.exclude(state=PhotoState.REFUSED).count() + 1))
    draft = DraftPhoto(handover=handover, submitted_by_id=actor.user_id, sha256=digest)
    draft.raw.save(draft.public_id.hex, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            draft.save()
    except BaseException:
        default_storage.delete(str(draft.raw.name))
        raise
    after_commit(look_soon)
    return draft
