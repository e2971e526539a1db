"""A device that was asked to be shown is shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Refused
from schools.models import School
from verification.models import Evidence, UseAnswer, UsePhoto
from verification.policies_use import must_answer, nothing_due
from verification.states import PhotoState
from verification.use_answers import due_rounds


@transaction.atomic
def keep_use_photo(*, school: School, device: int, photo: CleanPhoto, actor: Actor) -> list[UsePhoto]:
    """For every unanswered line that asks for the device (its key); in place of an earlier try. Raises Refused for a picture
    that has proven something else already.
    """
    must_answer(school, actor)
    rounds = due_rounds(school).order_by("pk").select_for_update(of=("self",), no_key=True)
    answers = list(UseAnswer.objects.filter(round__in=list(rounds), device=device, to_show=True).order_by("pk"))
    if not answers:
        raise Refused(nothing_due())
    theirs = UsePhoto.objects.filter(answer__round__school=school, sha256=photo.sha256).exclude(answer__in=answers)
    if theirs.exists() or Evidence.objects.filter(sha256=photo.sha256).exists():
        raise Refused(_("Foto ini sudah dipakai untuk bukti lain. Ambil foto baru dari gawai ini."))
    _forget(answers)
    first = _new(answers[0], photo, actor)
    first.photo.save(f"use-{first.public_id}.jpg", ContentFile(photo.jpeg), save=False)
    first.thumbnail.save(f"use-{first.public_id}-small.jpg", ContentFile(photo.thumbnail), save=False)
    kept = [first, *(_new(answer, photo, actor) for answer in answers[1:])]
    for one in kept:
        one.photo, one.thumbnail = first.photo.name, first.thumbnail.name
        one.save()
    return kept


def _new(answer: UseAnswer, photo: CleanPhoto, actor: Actor) -> UsePhoto:
    return UsePhoto(
        answer=answer,
        state=PhotoState.CLEAN,
        sha256=photo.sha256,
        difference_hash=photo.difference_hash,
        taken_at=photo.taken_at,
        latitude=photo.latitude,
        longitude=photo.longitude,
        submitted_by_id=actor.user_id or 0,
    )


def _forget(answers: Sequence[UseAnswer]) -> None:
    """The files go when the new photo stands for certain."""
    old = list(UsePhoto.objects.filter(answer__in=answers))
    UsePhoto.objects.filter(pk__in=[one.pk for one in old]).delete()
    files = {(file.storage, str(file.name)) for one in old for file in (one.photo, one.thumbnail) if file}
    transaction.on_commit(lambda: _delete(files), robust=True)


def _delete(files: set[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
