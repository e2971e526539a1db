"""A photo of a device in use is looked at in full by somebody from outside the school: an act that stays on the trail."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from verification.models import UsePhoto


@transaction.atomic
def open_use_photo(*, photo: UsePhoto, actor: Actor) -> UsePhoto:
    """The caller has found it with `visible_to`. The school's own looks are its own affair."""
    if actor.organisation_id != photo.answer.round.school.organisation_id:
        trail.record("use_photo.opened", photo.answer.round, actor=actor)
    return photo
