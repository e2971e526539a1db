"""A file comes into quarantine, before anything else is done with it."""

from __future__ import annotations

import hashlib

from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.after_commit import after_commit
from ksbb.imports.actions.report_infected import report_infected
from ksbb.imports.models import HeldFile
from ksbb.imports.states import HeldState


@transaction.atomic
def hold_file(data: bytes, *, purpose: str, actor: Actor, virus: str = "") -> HeldFile:
    """`purpose` as in HeldFile.Purpose; `virus`: what the scanner found, "" when it could not be asked. The same file that waits
    already is kept once."""
    digest = hashlib.sha256(data).hexdigest()
    state = HeldState.INFECTED if virus else HeldState.HELD
    known = HeldFile.objects.filter(
        sha256=digest, state=state, purpose=purpose, sent_by_id=actor.user_id, wanted_by=None
    )
    if actor.user_id is not None and (found := known.first()):
        return found
    held = HeldFile(
        purpose=purpose,
        state=state,
        sha256=digest,
        region=next(iter(actor.territory_codes), ""),
        sent_by_id=actor.user_id,
        virus=virus[:80],
        next_try_at=None if virus else timezone.now(),
    )
    held.file.save(f"{held.public_id.hex}.sealed", ContentFile(sealing.seal_bytes(data)), save=False)
    try:
        with transaction.atomic():
            held.save()
    except BaseException:
        default_storage.delete(str(held.file.name))
        raise
    if virus:
        report_infected(held, actor=actor)
    else:
        after_commit(look_soon)
    return held


def look_soon() -> None:
    """Tell the worker; when the broker is away nothing is lost, the sweep of every minute finds the file."""
    current_app.send_task("ksbb.imports.tasks.look_at_held_files")
