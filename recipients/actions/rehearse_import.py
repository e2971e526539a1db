"""Say of every row what it would do, before the first one is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.running import Outcome, count_rows, tell_progress, write_rows
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.dapodik import Problem
from recipients.recognition import CHANGED, NEW, PROBLEM, Recognition, Verdict
from recipients.registration import Registration, packed
from schools.models import School

CHUNK = 500


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a file as read: a person, or the problems that keep it out. `label` is the name in the file."""

    number: int
    label: str = field(repr=False)
    person: Registration | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def rehearse_import(
    *, run: ImportRun, school: School, rows: Sequence[ReadRow], kind: str, remarks: list[str], actor: Actor
) -> ImportRun:
    """READ → REHEARSED. Rows are written chunk by chunk, so that progress shows; a page looks at them after the move only.

    Not atomic as a whole: what an earlier, killed worker wrote is removed first. The caller holds the run (`alone`).
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    run.rows.all().delete()
    recognition = Recognition(school)
    left = iter(rows)
    done = 0
    tell_progress(run, done=0, total=len(rows))
    while chunk := list(islice(left, CHUNK)):
        write_rows(run, _outcomes(recognition, chunk))
        done += len(chunk)
        tell_progress(run, done=done, total=len(rows))
    with transaction.atomic():
        move(
            run,
            ImportState.REHEARSED,
            IMPORT_MOVES,
            rehearsed_at=timezone.now(),
            counts=count_rows(run),
            kind=kind,
            remarks=remarks,
            sealed_file=b"",
        )
        trail.record("import.rehearsed", run, actor=actor, **run.counts)
    return run


def _outcomes(recognition: Recognition, chunk: Sequence[ReadRow]) -> Iterator[Outcome]:
    people = [(row.number, row.person) for row in chunk if row.person is not None]
    verdicts = {verdict.number: verdict for verdict in recognition.judge(people)}
    for row in chunk:
        verdict = verdicts.get(row.number)
        if verdict is None:
            yield Outcome(row.number, PROBLEM, row.label, problems=row.problems, warnings=row.warnings)
            continue
        facts = packed(verdict.person) if verdict.status in (NEW, CHANGED) else ""
        warnings = (*_changes(verdict), *row.warnings)
        yield Outcome(row.number, verdict.status, row.label, facts, verdict.problems, warnings)


def _changes(verdict: Verdict) -> list[Problem]:
    if not verdict.changes:
        return []
    text = _("Yang berubah: %(columns)s.") % {"columns": ", ".join(verdict.changes)}
    return [Problem("", "changes", text)]
