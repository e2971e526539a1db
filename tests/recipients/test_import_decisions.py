"""Who decides about an upload, once, and what becomes of it when things change meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import IllegalMove
from ksbb.imports.models import ImportRow
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.start_import import start_import
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.workbooks import pupil_workbook
from tests.recipients.uploads import applied, rehearsed


def test_a_double_click_makes_one_run(school: School, operator: Actor) -> None:
    data = pupil_workbook(2)
    first = start_import(school=school, data=data, file_name="a.xlsx", actor=operator)
    assert start_import(school=school, data=data, file_name="a.xlsx", actor=operator).pk == first.pk


def test_two_approvals_count_once(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    same = type(run).objects.get(pk=run.pk)
    apply_import(run=run, actor=operator)
    with pytest.raises((Refused, IllegalMove)):
        apply_import(run=type(run).objects.get(pk=run.pk), actor=operator)
    assert same.state == ImportState.REHEARSED  # stale in memory, as a second browser tab would hold it
    imports.finish(run.public_id)
    assert Recipient.objects.count() == 2


def test_a_cancelled_upload_keeps_no_row(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    refuse_import(run=run, actor=operator)
    assert run.state == ImportState.REFUSED
    assert not ImportRow.objects.exists()


def test_the_school_decides_and_nobody_else(school: School, operator: Actor, outsider: Actor, acting: Acting) -> None:
    run = rehearsed(school, pupil_workbook(1), operator)
    for stranger in (outsider, acting("coordinator"), acting("donor")):
        with pytest.raises(Forbidden):
            apply_import(run=run, actor=stranger)
        with pytest.raises(Forbidden):
            refuse_import(run=run, actor=stranger)
        with pytest.raises(Forbidden):
            start_import(school=school, data=b"x", file_name="x", actor=stranger)


def test_those_who_decided_hear_of_the_end(school: School, operator: Actor, principal: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    messages = Message.objects.filter(kind="recipients/import_applied")
    assert set(messages.values_list("to_user_id", flat=True)) == {operator.user_id, principal.user_id}
    assert messages[0].path == f"/penerima/unggah/{run.public_id}/"
    assert messages[0].context == {"new": 2, "changed": 0, "leaving": 0, "problem": 0}


def test_the_sealed_facts_are_wiped_once_applied(school: School, operator: Actor) -> None:
    run = applied(school, pupil_workbook(3), operator)
    assert {bytes(facts) for facts in run.rows.values_list("facts_sealed", flat=True)} == {b""}


def test_a_role_taken_away_after_the_approval_does_not_lose_it(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    apply_import(run=run, actor=operator)
    school.organisation.memberships.update(ends_on=date(2020, 1, 1))
    assert imports.finish(run.public_id)
    assert Recipient.objects.count() == 2


def test_a_school_closed_meanwhile_refuses_the_run(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    apply_import(run=run, actor=operator)
    School.objects.filter(pk=school.pk).update(is_closed=True)
    imports.finish(run.public_id)
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert "tutup" in run.refusal
    assert not Recipient.objects.exists()


def test_somebody_withdrawn_after_the_rehearsal_is_registered_anew(
    school: School, operator: Actor, principal: Actor
) -> None:
    applied(school, pupil_workbook(1), operator)
    run = rehearsed(school, pupil_workbook(1, changes={0: {"Nama": "Nama Baru"}}), operator)
    withdraw_recipient(recipient=Recipient.objects.get(), actor=principal, reason="left")
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    run.refresh_from_db()
    assert run.counts["new"] == 1
    assert Recipient.objects.registered().get().full_name == "Nama Baru"
