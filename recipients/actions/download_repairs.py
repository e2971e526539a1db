"""Give a school the rows of its own file that need work; the trail keeps that they were taken out."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.imports.models import ImportRun
from recipients.import_policies import why_not_repair
from recipients.repairs import repair_workbook


@transaction.atomic
def download_repairs(*, run: ImportRun, actor: Actor) -> bytes:
    """The .xlsx of `recipients.repairs`; raises Refused when there is nothing to repair or the cells are deleted."""
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    refuse_if(why_not_repair(run))
    trail.record("import.repairs_downloaded", run, actor=actor, rows=run.rows.to_repair().count())
    return repair_workbook(run)
