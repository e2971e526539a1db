"""Of every row of a file of devices it is said what it would do, before the first one is written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.tell_wanted_met import tell_wanted_met
from donations.inventory_judging import Judge
from donations.inventory_rows import open_devices, rows_of
from donations.inventory_runs import WORTH_A_MESSAGE
from donations.wanted import Step
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import StaleState, move
from ksbb.imports.models import ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.running import Outcome, count_rows, file_of, tell_progress, tell_stage, write_rows
from ksbb.imports.states import IMPORT_MOVES, ImportStage, ImportState
from ksbb.notifications import outbox

CHUNK = 500


def rehearse_stock_file(*, run: ImportRun, actor: Actor) -> ImportRun:
    """READ → REHEARSED, chunk by chunk with progress; the caller holds the run (`alone`). Raises SheetRefused for a file that
    breaks half-way, StaleState when it was refused meanwhile."""
    actor.must(Permission.STOCK_KEEP)
    run.rows.all().delete()
    tell_stage(run, ImportStage.READING)
    sheet = open_devices(file_of(run), run.file_name)
    tell_stage(run, ImportStage.CHECKING, total=sheet.most_rows)
    judge, left, done = Judge(run.organisation_id), rows_of(sheet), 0
    while chunk := list(islice(left, CHUNK)):
        _write(run, list(judge.outcomes(chunk)))
        done += len(chunk)
        tell_progress(run, done=done, total=max(done, sheet.most_rows))
    if not done:
        raise SheetRefused("empty", _("Berkas ini tidak berisi baris. Isi sedikitnya satu gawai, lalu unggah lagi."))
    tell_progress(run, done=done, total=done)
    return _rehearsed(run, judge, actor)


@transaction.atomic
def _write(run: ImportRun, outcomes: Sequence[Outcome]) -> None:
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.READ).select_for_update(no_key=True)
    if not waiting.values_list("pk", flat=True):
        raise StaleState(run.pk)
    write_rows(run, outcomes)


@transaction.atomic
def _rehearsed(run: ImportRun, judge: Judge, actor: Actor) -> ImportRun:
    move(
        run,
        ImportState.REHEARSED,
        IMPORT_MOVES,
        rehearsed_at=timezone.now(),
        counts=count_rows(run),
        sealed_file=b"",
        stage=ImportStage.DONE,
    )
    trail.record("import.rehearsed", run, actor=actor, **run.counts)
    if judge.met:
        tell_wanted_met(entries=list(judge.met.values()), step=Step.FILE, actor=actor)
    if sum(run.counts.values()) >= WORTH_A_MESSAGE:
        outbox.post(
            "donations/stock_checked",
            to=[run.read_by_id],
            path=reverse("donations:stock_file", args=[run.public_id]),
            once=f"stock_checked:{run.pk}",
            **{status: run.counts.get(status, 0) for status in ("new", "changed", "unchanged", "problem")},
        )
    return run
