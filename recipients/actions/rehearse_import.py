"""Say of every row what it would do, before the first one is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.states import StaleState, move
from ksbb.imports.keeping import pack_cells, pack_head
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import Outcome, count_rows, tell_progress, tell_stage, write_rows
from ksbb.imports.states import IMPORT_MOVES, ImportStage, ImportState
from ksbb.notifications import outbox
from recipients.absences import MISSING, absent, promised_among, warnings_of
from recipients.actions.stop_import import stop_import
from recipients.dapodik import Problem
from recipients.judgement import keep_shown
from recipients.names import name_key
from recipients.readrows import ReadFile, ReadRow
from recipients.recognition import ELSEWHERE, PROBLEM, Recognition, Verdict, owners_of
from recipients.registration import packed
from schools.models import School

CHUNK = 500
# A file of this size takes long enough to leave the page; the result then comes as a message too.
WORTH_A_MESSAGE = 1_000

QUESTION, SKIPPED = ImportRow.Status.QUESTION.value, ImportRow.Status.SKIPPED.value


def rehearse_import(*, run: ImportRun, school: School, file: ReadFile, actor: Actor) -> ImportRun:
    """READ → REHEARSED, or REFUSED when too many rows are people of other schools.

    Rows are written chunk by chunk, so that progress shows; a page looks at them after the move only. Not atomic as a whole:
    what an earlier, killed worker wrote is removed first. The caller holds the run (`alone`). Raises StaleState when the file is
    refused meanwhile; nothing of it is kept then. Raises SheetRefused where the file breaks half-way: the caller refuses it.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    run.rows.all().delete()
    tell_stage(run, ImportStage.CHECKING, total=file.most_rows)
    desk = _Desk(Recognition(school), file.villages)
    left = iter(file.rows)
    done = 0
    while chunk := list(islice(left, CHUNK)):
        _write(run, list(desk.outcomes(chunk)))
        done += len(chunk)
        tell_progress(run, done=done, total=file.most_rows)
    # Empty rows were counted before: now it is known how many there are.
    tell_progress(run, done=done, total=done)
    if desk.is_suspicious():
        return stop_import(run=run, school=school, elsewhere=desk.counts[ELSEWHERE], rows=done, actor=actor)
    if file.is_whole:
        present = desk.present | owners_of(desk.digests)
        _write(run, list(absent(school, file.kind, present=present, names=desk.names)))
    return _rehearsed(run, file, actor, rows=done)


@transaction.atomic
def _write(run: ImportRun, outcomes: Sequence[Outcome]) -> None:
    """Raises StaleState when somebody has decided against the file meanwhile: what is written after that nobody would delete."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.READ).select_for_update(no_key=True)
    if not waiting.values_list("pk", flat=True):
        raise StaleState(run.pk)
    write_rows(run, outcomes)


@transaction.atomic
def _rehearsed(run: ImportRun, file: ReadFile, actor: Actor, *, rows: int) -> ImportRun:
    move(
        run,
        ImportState.REHEARSED,
        IMPORT_MOVES,
        rehearsed_at=timezone.now(),
        counts=count_rows(run),
        kind=file.kind,
        remarks=file.remarks,
        head_sealed=sealing.seal(pack_head(file.head)),
        sealed_file=b"",
        stage=ImportStage.DONE,
    )
    trail.record("import.rehearsed", run, actor=actor, **run.counts)
    if rows >= WORTH_A_MESSAGE:
        outbox.post(
            "recipients/import_checked",
            to=[run.read_by_id],
            path=reverse("recipients:import_detail", args=[run.public_id]),
            once=f"import_checked:{run.pk}",
            **{status: run.counts[status] for status in ("new", "changed", "unchanged", "problem", "question")},
        )
    return run


@dataclass(slots=True)
class _Desk:
    """Judges chunk after chunk, and remembers what the end of the file needs to know."""

    recognition: Recognition
    villages: Mapping[str, str]
    counts: Counter[str] = field(default_factory=Counter)
    present: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    digests: set[bytes] = field(default_factory=set)

    def outcomes(self, chunk: Sequence[ReadRow]) -> Iterator[Outcome]:
        people = [(row.number, row.person) for row in chunk if row.person is not None]
        verdicts = {verdict.number: verdict for verdict in self.recognition.judge(people)}
        leaving = {v.recipient_id for row in chunk if row.reason and (v := verdicts.get(row.number)) and v.recipient_id}
        promised = promised_among(leaving) if leaving else set()
        for row in chunk:
            verdict = verdicts.get(row.number)
            outcome = self._outcome(row, verdict, promised)
            self.counts[verdict.status if verdict else outcome.status] += 1
            self._remember(row, outcome)
            yield outcome

    def _remember(self, row: ReadRow, outcome: Outcome) -> None:
        if outcome.recipient_id is not None:
            self.present.add(outcome.recipient_id)
        elif outcome.status in (PROBLEM, QUESTION, SKIPPED):
            self.names.add(name_key(row.label))
            self.digests.update(row.digests)

    def _outcome(self, row: ReadRow, verdict: Verdict | None, promised: set[int]) -> Outcome:
        if row.skip is not None:
            return Outcome(row.number, SKIPPED, row.label, warnings=(row.skip,))
        if verdict is None:
            return Outcome(
                row.number,
                PROBLEM,
                row.label,
                problems=row.problems,
                warnings=row.warnings,
                cells=pack_cells(row.cells),
            )
        if row.reason:
            return _departure(row, verdict, promised)
        if row.questions and verdict.status != PROBLEM:
            return Outcome(
                row.number, QUESTION, row.label, packed(verdict.person), (), row.warnings, row.questions,
                cells=pack_cells(row.cells), recipient_id=verdict.recipient_id,
            )  # fmt: skip
        kept = keep_shown(verdict, self.villages)
        return Outcome(
            row.number, verdict.status, row.label, kept.facts, verdict.problems, row.warnings, changes=kept.changes,
            cells=pack_cells(row.cells) if verdict.status == PROBLEM else "",
            recipient_id=verdict.recipient_id, case_number=verdict.case_number,
        )  # fmt: skip

    def is_suspicious(self) -> bool:
        """More rows than the set share name people of other schools: the wrong file, or somebody trying numbers out."""
        stop = settings.IMPORT_ELSEWHERE_STOP
        theirs, all_rows = self.counts[ELSEWHERE], self.counts.total()
        return bool(theirs >= stop["rows"] and theirs * 100 > all_rows * stop["percent"])


def _departure(row: ReadRow, verdict: Verdict, promised: set[int]) -> Outcome:
    """A person whom the file calls gone: offered for leaving if the own school has them, else nothing."""
    if verdict.recipient_id is None:
        text = _("Tidak ada di daftar penerima sekolah ini, jadi tidak ada yang perlu ditarik.")
        return Outcome(row.number, SKIPPED, row.label, warnings=(Problem("", "not_here", text),))
    warnings = (*warnings_of(verdict.recipient_id in promised), *row.warnings)
    return Outcome(
        row.number, MISSING, row.label, warnings=warnings, reason=row.reason, recipient_id=verdict.recipient_id
    )
