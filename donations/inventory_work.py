"""A worker's part in the course of a file of devices (`donations.inventory_runs`)."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from donations.actions.finish_stock_file import finish_stock_file
from donations.actions.refuse_stock_file import refuse_stock_file
from donations.actions.rehearse_stock_file import rehearse_stock_file
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from ksbb.imports.models import ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.resuming import resume_runs
from ksbb.imports.running import actor_behind, alone, tell_stage
from ksbb.imports.states import ImportPurpose, ImportStage, ImportState


def rehearse(public_id: UUID | str) -> bool:
    """After an upload; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id, purpose=ImportPurpose.DEVICES)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state"])
        if not mine or run.state != ImportState.READ:
            return False
        actor = actor_behind(run, run.read_by_id, Permission.STOCK_KEEP)
        try:
            rehearse_stock_file(run=run, actor=actor)
        except SheetRefused as refusal:
            refuse_stock_file(run=run, actor=actor, reason=refusal.reason)
        except StaleState:  # refused while it was checked
            return False
        return True


def finish(public_id: UUID | str) -> bool:
    """After a person's approval; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id, purpose=ImportPurpose.DEVICES)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state"])
        if not mine or run.state != ImportState.APPLYING or run.applying_by_id is None:
            return False
        tell_stage(run, ImportStage.WRITING)
        actor = actor_behind(run, run.applying_by_id, Permission.STOCK_KEEP)
        try:
            finish_stock_file(run=run, actor=actor)
        except Refused as no:
            refuse_stock_file(run=run, actor=actor, reason=no.reason)
        return True


def resume() -> int:
    """Go on with what a killed worker left; returns how many runs came to an end."""
    return resume_runs(ImportPurpose.DEVICES, rehearse=rehearse, finish=finish, refuse=refuse_stock_file)
