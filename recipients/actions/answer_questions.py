"""A person who holds the papers answers what a file leaves open; the rows are judged again at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import as_json, count_rows
from recipients.dapodik import Problem
from recipients.import_policies import why_not_choose
from recipients.judgement import Kept, keep_shown
from recipients.recognition import PROBLEM, Recognition, Verdict
from recipients.registration import Registration, unpacked
from recipients.villages import Villages
from schools.models import School

_Status = ImportRow.Status


@transaction.atomic
def answer_questions(
    *, run: ImportRun, school: School, code: str, numbers: Collection[int] | None = None, actor: Actor
) -> int:
    """Yes to the question `code` of the rows `numbers`, or of all rows that ask it; returns how many rows that were.

    A row whose last question it was becomes new, changed, unchanged, a problem, or known elsewhere. Whatever is not answered
    stays behind and goes into the workbook of repairs.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    refuse_if(why_not_choose(run))
    asking = run.rows.about(code).filter(status=_Status.QUESTION, questions__contains=[{"code": code}])
    if numbers is not None:
        asking = asking.filter(number__in=list(numbers))
    rows = list(asking.order_by("number"))
    if not rows:
        return 0  # nothing in the trail of a code that no row knows: anybody could write there
    for row in rows:
        row.questions = [told | {"yes": True} if told["code"] == code else told for told in row.questions]
    _judge(run, school, [row for row in rows if all(told.get("yes") for told in row.questions)])
    ImportRow.objects.bulk_update(
        rows,
        ["questions", "chosen", "status", "problems", "recipient_id", "case_number", "facts_sealed", "changes_sealed"],
        batch_size=500,
    )
    ImportRun.objects.filter(pk=run.pk).update(counts=count_rows(run))
    trail.record("import.answered", run, actor=actor, code=code, rows=len(rows))
    return len(rows)


def _judge(run: ImportRun, school: School, rows: list[ImportRow]) -> None:
    """As the rehearsal did, with the numbers of all other rows of the file known."""
    recognition = Recognition(school)
    recognition.remember(_others(run))
    villages = Villages.around(school.region).names
    people = [(row.number, unpacked(sealing.unseal(row.facts_sealed))) for row in rows]
    told = run.rows.exclude(status__in=[_Status.MISSING, _Status.QUESTION]).exclude(recipient_id=None)
    claimed = dict(told.values_list("recipient_id", "number"))
    for row, verdict in zip(rows, recognition.judge(people), strict=True):
        kept = keep_shown(verdict, villages)
        asked = row.facts_sealed  # kept whatever the row becomes, so that the yes can be taken back
        problems = verdict.problems
        if verdict.recipient_id is not None and verdict.recipient_id in claimed and not problems:
            problems, kept = (_twice(claimed[verdict.recipient_id]),), Kept()
        row.chosen, row.status = True, _status(verdict, problems)
        row.problems = as_json(problems)
        row.recipient_id, row.case_number = verdict.recipient_id, verdict.case_number
        row.facts_sealed = sealing.seal(kept.facts) if kept.facts else asked
        row.changes_sealed = sealing.seal(kept.changes)


def _others(run: ImportRun) -> Iterator[tuple[int, Registration]]:
    rows = run.rows.exclude(facts_sealed=b"").filter(status__in=[_Status.NEW, _Status.CHANGED, _Status.ELSEWHERE])
    for number, facts in rows.values_list("number", "facts_sealed").iterator():
        yield number, unpacked(sealing.unseal(facts))


def _status(verdict: Verdict, problems: tuple[Problem, ...]) -> str:
    return verdict.status if problems == verdict.problems else PROBLEM


def _twice(row: int) -> Problem:
    text = _("Orang ini sudah ada di baris %(row)s berkas yang sama. Hapus salah satunya atau perbaiki.")
    return Problem("NIK", "number_repeated", text % {"row": row})
