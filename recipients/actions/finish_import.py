"""Carry out what a person approved: the good rows of a file, all of them or none."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import as_json, count_rows, set_statuses
from ksbb.imports.states import IMPORT_MOVES, ImportState
from ksbb.notifications import outbox
from recipients.actions.register import AlreadyRegistered, register
from recipients.actions.update_recipients import update_recipients
from recipients.policies import why_not_register
from recipients.recognition import CHANGED, NEW, Recognition, Verdict
from recipients.registration import Registration, unpacked
from schools.models import School

TRIES = 5


@transaction.atomic
def finish_import(*, run: ImportRun, school: School, actor: Actor) -> ImportRun:
    """APPLYING → APPLIED in one transaction. Every row is judged once more: a person whom somebody registered meanwhile
    becomes a problem row. The sealed facts are wiped. Raises Refused when the school cannot register anybody any more.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    refuse_if(why_not_register(school, actor))
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    verdicts = _write(run, school, _people(run), actor)
    set_statuses(run, {v.number: (v.status, as_json(v.problems)) for v in verdicts})
    run.rows.exclude(facts_sealed=b"").update(facts_sealed=b"")
    move(run, ImportState.APPLIED, IMPORT_MOVES, applied_at=timezone.now(), counts=count_rows(run))
    trail.record("import.applied", run, actor=actor, **run.counts)
    _tell(run)
    return run


def _people(run: ImportRun) -> list[tuple[int, Registration]]:
    rows = run.rows.filter(status__in=[ImportRow.Status.NEW, ImportRow.Status.CHANGED]).order_by("number")
    return [
        (number, unpacked(sealing.unseal(facts)))
        for number, facts in rows.values_list("number", "facts_sealed").iterator()
    ]


def _write(run: ImportRun, school: School, people: list[tuple[int, Registration]], actor: Actor) -> list[Verdict]:
    """Judge and write; when somebody registers one of them in this very moment, look again with that person known."""
    for attempt in range(TRIES):
        verdicts = Recognition(school).judge(people)
        new = [verdict.person for verdict in verdicts if verdict.status == NEW]
        changed = {v.recipient_id: v.person for v in verdicts if v.status == CHANGED and v.recipient_id is not None}
        try:
            with transaction.atomic():
                register(school=school, people=new, actor=actor, import_run_id=run.pk)
                update_recipients(school=school, people=changed, actor=actor)
            return verdicts
        except AlreadyRegistered:
            if attempt == TRIES - 1:
                raise
    return []


def _tell(run: ImportRun) -> None:
    outbox.post(
        "recipients/import_applied",
        to={run.read_by_id, run.applying_by_id or run.read_by_id},
        path=reverse("recipients:import_detail", args=[run.public_id]),
        once=f"import_applied:{run.pk}",
        new=run.counts["new"],
        changed=run.counts["changed"],
        problem=run.counts["problem"],
    )
