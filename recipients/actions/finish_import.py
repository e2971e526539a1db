"""Carry out what a person approved: the good rows of a file, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import Settled, count_rows, settle_rows
from ksbb.imports.states import IMPORT_MOVES, ImportStage, ImportState
from ksbb.notifications import outbox
from recipients.actions.end_registrations import end_registrations
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import AlreadyRegistered, register
from recipients.actions.update_recipients import update_recipients
from recipients.corrections import Correction, packed
from recipients.dapodik import Problem
from recipients.policies import why_not_register
from recipients.recognition import CHANGED, ELSEWHERE, NEW, PROBLEM, Recognition, Verdict
from recipients.registration import Registration, unpacked
from schools.models import School

TRIES = 5
_Status = ImportRow.Status


@transaction.atomic
def finish_import(*, run: ImportRun, school: School, actor: Actor) -> ImportRun:
    """APPLYING → APPLIED in one transaction. Every row is judged once more: a person whom another school registered meanwhile
    becomes a case. The sealed facts are wiped. Raises Refused when the school cannot register anybody any more.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    refuse_if(why_not_register(school, actor))
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    _look_up_by_key()
    verdicts, ids, made = _write(run, school, _people(run), actor)
    cases = _claim(run, school, verdicts, actor)
    _settle_new(run, ids)
    settle_rows(run, [*_settled(verdicts, made, cases), *_leave(run, school, actor)])
    _wipe(run)
    move(
        run,
        ImportState.APPLIED,
        IMPORT_MOVES,
        applied_at=timezone.now(),
        counts=count_rows(run),
        stage=ImportStage.DONE,
    )
    leaving = run.rows.filter(status=_Status.MISSING, chosen=True).count()
    trail.record("import.applied", run, actor=actor, **run.counts, leaving=leaving)
    _tell(run, leaving)
    return run


def _look_up_by_key() -> None:
    """Until the transaction's end: a file names people by id and number, and they are few beside everybody.

    PostgreSQL takes a page that is looked up to be dear, and would read whole tables for a few thousand people, with helpers that
    it waits for. Those who have just been written lie side by side, all at hand: looking them up takes a tenth of that, and no
    longer when the register grows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', TRUE), set_config('max_parallel_workers_per_gather', '0', TRUE),"
            " set_config('seq_page_cost', '0.1', TRUE), set_config('random_page_cost', '0.1', TRUE),"
            " set_config('jit', 'off', TRUE)"
        )


def _people(run: ImportRun) -> list[tuple[int, Registration]]:
    rows = run.rows.filter(status__in=[_Status.NEW, _Status.CHANGED, _Status.ELSEWHERE]).order_by("number")
    return [
        (number, unpacked(sealing.unseal(facts)))
        for number, facts in rows.values_list("number", "facts_sealed").iterator()
    ]


def _write(
    run: ImportRun, school: School, people: list[tuple[int, Registration]], actor: Actor
) -> tuple[list[Verdict], dict[int, int], dict[int, list[Correction]]]:
    """Judge and write; when somebody registers one of them in this very moment, look again with that person known.

    Returns verdicts, row number → the new person, and what was changed of whom.
    """
    for attempt in range(TRIES):
        verdicts = Recognition(school).judge(people)
        new = {verdict.number: verdict.person for verdict in verdicts if verdict.status == NEW}
        changed = {v.recipient_id: v.person for v in verdicts if v.status == CHANGED and v.recipient_id is not None}
        try:
            with transaction.atomic():
                ids = register(school=school, people=list(new.values()), actor=actor, import_run_id=run.pk)
                made = update_recipients(school=school, people=changed, actor=actor)
            return verdicts, dict(zip(new, ids, strict=True)), made
        except AlreadyRegistered:
            if attempt == TRIES - 1:
                raise
    return [], {}, {}


def _claim(run: ImportRun, school: School, verdicts: Sequence[Verdict], actor: Actor) -> dict[int, int]:
    """Row number → case, for people of other schools about whom no case is known yet."""
    claims = [Claim(v.number, v.person) for v in verdicts if v.status == ELSEWHERE and v.case_number is None]
    return open_cases(school=school, claims=claims, actor=actor, import_run_id=run.pk) if claims else {}


_SETTLE_NEW = """
UPDATE imports_importrow row SET
    status = 'new', problems = '[]', recipient_id = v.recipient, before_sealed = '', facts_sealed = '', cells_sealed = ''
FROM unnest(%s::int[], %s::bigint[]) AS v(number, recipient) WHERE row.run_id = %s AND row.number = v.number
"""


def _settle_new(run: ImportRun, ids: Mapping[int, int]) -> None:
    """Row number → person, so that an erasure finds the row; what the row held of the person is wiped in the same step."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE_NEW, [list(ids), list(ids.values()), run.pk])


def _settled(
    verdicts: Sequence[Verdict], made: Mapping[int, Sequence[Correction]], cases: Mapping[int, int]
) -> Iterator[Settled]:
    """All but the new ones."""
    for one in verdicts:
        if one.status == NEW:
            continue
        before = packed(made.get(one.recipient_id or 0, ())) if one.status == CHANGED else ""
        case = one.case_number or cases.get(one.number)
        yield Settled(one.number, one.status, one.problems, one.recipient_id, case, before)


def _leave(run: ImportRun, school: School, actor: Actor) -> list[Settled]:
    """Those who were ticked leave; whoever was promised a device meanwhile stays, and the row says so."""
    ticked = run.rows.filter(status=_Status.MISSING, chosen=True).values_list("recipient_id", "number", "reason")
    rows = {recipient: (number, reason) for recipient, number, reason in ticked if recipient is not None}
    if not rows:
        return []
    gone = end_registrations(school=school, endings={pk: reason for pk, (_n, reason) in rows.items()}, actor=actor)
    text = _("Tidak jadi ditarik: sementara itu gawainya dijanjikan, atau orangnya sudah tidak terdaftar.")
    return [
        Settled(number, PROBLEM, (Problem("", "stayed", text),), pk)
        for pk, (number, _reason) in rows.items()
        if pk not in gone
    ]


def _wipe(run: ImportRun) -> None:
    """The facts are in the register now; only what waits for a repair keeps its cells."""
    run.rows.exclude(facts_sealed=b"").exclude(status=_Status.QUESTION).update(facts_sealed=b"")
    kept = [_Status.PROBLEM, _Status.QUESTION]
    run.rows.exclude(cells_sealed=b"").exclude(status__in=kept).update(cells_sealed=b"")


def _tell(run: ImportRun, leaving: int) -> None:
    outbox.post(
        "recipients/import_applied",
        to={run.read_by_id, run.applying_by_id or run.read_by_id},
        path=reverse("recipients:import_detail", args=[run.public_id]),
        once=f"import_applied:{run.pk}",
        new=run.counts["new"],
        changed=run.counts["changed"],
        leaving=leaving,
        problem=run.counts["problem"] + run.counts["question"],
    )
