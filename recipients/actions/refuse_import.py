"""A file that is not taken over: it cannot be read, or a person decides against it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.states import IMPORT_MOVES, ImportState


@transaction.atomic
def refuse_import(*, run: ImportRun, actor: Actor, reason: str = "") -> ImportRun:
    """The file and every row of it are deleted; `reason` (of the reader, never about a person) and the counts stay."""
    actor.must(Permission.RECIPIENT_IMPORT)
    if not actor.is_system and actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    move(
        run,
        ImportState.REFUSED,
        IMPORT_MOVES,
        refused_at=timezone.now(),
        refusal=reason[:500],
        sealed_file=b"",
        head_sealed=b"",
    )
    run.rows.all().delete()
    trail.record("import.refused", run, actor=actor)
    return run
