"""A file of devices that is not taken over: it cannot be read, or a person decides against it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.states import IMPORT_MOVES, ImportPurpose, ImportState
from ksbb.notifications import outbox


@transaction.atomic
def refuse_stock_file(*, run: ImportRun, actor: Actor, reason: str = "") -> ImportRun:
    """The file and every row of it are deleted; the reason and the counts stay. With a `reason` it was not a person's choice, and
    whoever uploaded it is told."""
    actor.must(Permission.STOCK_KEEP)
    ours = actor.is_system or actor.organisation_id == run.organisation_id
    if not ours or run.purpose != ImportPurpose.DEVICES:
        raise Forbidden("only the own files")
    now = timezone.now()
    move(run, ImportState.REFUSED, IMPORT_MOVES, refused_at=now, refusal=reason[:500], sealed_file=b"")
    run.rows.all().delete()
    trail.record("import.refused", run, actor=actor)
    if reason:
        outbox.post(
            "donations/stock_refused",
            to=[run.read_by_id],
            path=reverse("donations:stock_file", args=[run.public_id]),
            once=f"stock_refused:{run.pk}",
        )
    return run
