"""A person decides that the good rows of a rehearsed file are taken over; a worker does it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.running import hand_to_worker
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.import_policies import why_not_apply

FINISH_TASK = "recipients.tasks.finish_import"


@transaction.atomic
def apply_import(*, run: ImportRun, actor: Actor) -> ImportRun:
    """REHEARSED → APPLYING by compare-and-swap: of two clicks one counts, the other gets StaleState or IllegalMove."""
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    refuse_if(why_not_apply(run, actor))
    move(run, ImportState.APPLYING, IMPORT_MOVES, applying_at=timezone.now(), applying_by_id=actor.user_id)
    trail.record("import.approved", run, actor=actor)
    hand_to_worker(FINISH_TASK, run)
    return run
