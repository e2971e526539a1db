"""Take a whole applied file back, while nothing depends on it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRun
from ksbb.imports.running import forget_rows
from ksbb.imports.states import IMPORT_MOVES, ImportState
from ksbb.notifications import outbox
from recipients.actions.end_registrations import end_registrations
from recipients.actions.restore_recipients import restore_recipients
from recipients.actions.return_recipients import return_recipients
from recipients.import_policies import corrected, departed, why_not_withdraw_import
from recipients.models import DuplicateCase, Need, Recipient
from recipients.states import CASE_MOVES, CaseState, EndReason
from schools.models import School


@transaction.atomic
def withdraw_import(*, run: ImportRun, school: School, actor: Actor) -> ImportRun:
    """APPLIED → WITHDRAWN: new people leave as a mistake, changed ones get their old values back, those who left come back.

    All in one transaction; raises Refused with the reason when something was built on the file since.
    """
    actor.must(Permission.RECIPIENT_WITHDRAW)
    if actor.organisation_id != run.organisation_id:
        raise Forbidden("only the own school")
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    people = Recipient.objects.filter(school=school)
    new = list(people.registered().filter(import_run_id=run.pk).values_list("pk", flat=True))
    made, gone = corrected(run), departed(run)
    _hold(school, [*new, *made, *gone])
    refuse_if(why_not_withdraw_import(run))
    end_registrations(school=school, endings=dict.fromkeys(new, EndReason.MISTAKE.value), actor=actor)
    restore_recipients(school=school, made=made, actor=actor)
    return_recipients(school=school, recipient_ids=gone, actor=actor)
    _drop_cases(run, actor)
    move(run, ImportState.WITHDRAWN, IMPORT_MOVES, withdrawn_at=timezone.now(), withdrawn_by_id=actor.user_id)
    forget_rows(ImportRun.objects.filter(pk=run.pk))
    counts = {"new": len(new), "changed": len(made), "returned": len(gone)}
    trail.record("import.withdrawn", run, actor=actor, **counts)
    _tell(run, counts)
    return run


def _hold(school: School, ids: Collection[int]) -> None:
    """People and their needs, locked before anything is judged: a promise comes before this or finds no open need."""
    people = Recipient.objects.filter(school=school, pk__in=list(ids)).order_by("pk")
    list(people.select_for_update().values_list("pk", flat=True))
    needs = Need.objects.filter(recipient__in=list(ids)).order_by("pk")
    list(needs.select_for_update().values_list("pk", flat=True))


def _drop_cases(run: ImportRun, actor: Actor) -> None:
    """The claims of this file are gone with it; a case that was there before stays."""
    numbers = [number for number in run.rows.values_list("case_number", flat=True) if number is not None]
    cases = DuplicateCase.objects.filter(pk__in=numbers, created_at__gte=run.applying_at).select_for_update()
    gone = list(cases.filter(state=CaseState.OPEN).order_by("pk"))
    for case in gone:
        move(case, CaseState.DROPPED, CASE_MOVES, dropped_at=timezone.now(), claim_sealed=b"")
    trail.record_many("case.dropped", gone, actor=actor)


def _tell(run: ImportRun, counts: dict[str, int]) -> None:
    outbox.post(
        "recipients/import_withdrawn",
        to={run.read_by_id, *people_of(run.organisation_id, Permission.RECIPIENT_WITHDRAW)},
        path=reverse("recipients:import_detail", args=[run.public_id]),
        once=f"import_withdrawn:{run.pk}",
        **counts,
    )
