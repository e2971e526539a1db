"""A person decides that the good rows of a rehearsed file of devices are taken over; a worker does it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.running import hand_to_worker
from ksbb.imports.states import IMPORT_MOVES, ImportPurpose, ImportState

FINISH_TASK = "donations.tasks.finish_stock"


@transaction.atomic
def apply_stock_file(*, run: ImportRun, actor: Actor) -> ImportRun:
    """REHEARSED → APPLYING by compare-and-swap: of two clicks one counts, the other gets StaleState or IllegalMove."""
    actor.must(Permission.STOCK_KEEP)
    if actor.organisation_id != run.organisation_id or run.purpose != ImportPurpose.DEVICES:
        raise Forbidden("only the own files")
    if not run.counts.get("new", 0) + run.counts.get("changed", 0):
        refuse_if(_("Tidak ada baris yang dapat diterapkan."))
    move(run, ImportState.APPLYING, IMPORT_MOVES, applying_at=timezone.now(), applying_by_id=actor.user_id)
    trail.record("import.approved", run, actor=actor)
    hand_to_worker(FINISH_TASK, run)
    return run
