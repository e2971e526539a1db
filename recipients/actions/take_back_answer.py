"""A yes that was given by mistake is a question again, as long as nobody has decided about the file."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import count_rows
from recipients.import_policies import why_not_choose

_Status = ImportRow.Status


@transaction.atomic
def take_back_answer(*, run: ImportRun, code: str, numbers: Collection[int], actor: Actor) -> int:
    """The question `code` of the rows `numbers` is open once more; returns how many rows that were.

    What the yes made of a row (a place among the new, a case, a problem) is forgotten; its facts wait as they did before.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    refuse_if(why_not_choose(run))
    answered = run.rows.filter(number__in=list(numbers), questions__contains=[{"code": code, "yes": True}])
    rows = list(answered.exclude(facts_sealed=b"").only("questions"))
    if not rows:
        return 0
    for row in rows:
        row.questions = [_open(told) if told["code"] == code else told for told in row.questions]
        row.status, row.chosen = _Status.QUESTION, False
        row.problems, row.case_number, row.changes_sealed = [], None, b""
    ImportRow.objects.bulk_update(
        rows, ["questions", "status", "chosen", "problems", "case_number", "changes_sealed"], batch_size=500
    )
    ImportRun.objects.filter(pk=run.pk).update(counts=count_rows(run))
    trail.record("import.answer_taken_back", run, actor=actor, code=code, rows=len(rows))
    return len(rows)


def _open(told: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if name != "yes"}
