"""A device that was asked to be shown is shown: the photo is kept as it was sent until the worker has looked at it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from ksbb.authority.actors import Actor
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Refused
from schools.models import School
from verification.actions.process_photo import look_soon
from verification.models import UseAnswer, UsePhoto
from verification.policies_use import must_answer, nothing_due
from verification.use_answers import due_rounds


@transaction.atomic
def keep_use_photo(*, school: School, device: int, data: bytes, actor: Actor) -> list[UsePhoto]:
    """For every unanswered line that asks for the device (its key), in place of an earlier try. `data` was glanced at
    (`glance_at_photo`); what it is a copy of is found by the worker and told to whoever reads the round. Raises Refused.
    """
    must_answer(school, actor)
    rounds = due_rounds(school).order_by("pk").select_for_update(of=("self",), no_key=True)
    answers = list(UseAnswer.objects.filter(round__in=list(rounds), device=device, to_show=True).order_by("pk"))
    if not answers:
        raise Refused(nothing_due())
    _forget(answers)
    kept: list[UsePhoto] = []
    try:
        for answer in answers:
            kept.append(_new(answer, data, actor))
            kept[-1].save()
    except BaseException:
        _delete(str(one.raw.name) for one in kept)
        raise
    after_commit(look_soon)
    return kept


def _new(answer: UseAnswer, data: bytes, actor: Actor) -> UsePhoto:
    photo = UsePhoto(answer=answer, sha256=hashlib.sha256(data).hexdigest(), submitted_by_id=actor.user_id or 0)
    photo.raw.save(photo.public_id.hex, ContentFile(data), save=False)
    return photo


def _forget(answers: Sequence[UseAnswer]) -> None:
    """The files go when the new photo stands for certain."""
    old = list(UsePhoto.objects.filter(answer__in=answers))
    UsePhoto.objects.filter(pk__in=[one.pk for one in old]).delete()
    names = {str(file.name) for one in old for file in (one.raw, one.photo, one.thumbnail) if file}
    after_commit(_delete, names)


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
