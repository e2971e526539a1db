"""What a file leaves open: questions that are answered, people who are not in it, people who left."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from recipients import imports
from recipients.actions.answer_questions import answer_questions
from recipients.actions.apply_import import apply_import
from recipients.actions.choose_departures import choose_departures
from recipients.actions.take_back_answer import take_back_answer
from recipients.models import Need, Recipient
from recipients.states import RecipientState
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import pupil, pupil_workbook, teacher_workbook
from tests.recipients.uploads import applied, counted, rehearsed, statuses

pytestmark = pytest.mark.django_db
ASKED = {2: "nisn_zero_lost", 4: "nisn_zero_lost"}


def test_a_question_waits_and_keeps_nobody_else_waiting(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    assert counted(run) == {"new": 4, "question": 2}
    assert pupil(2)["NISN"] not in str(run.rows.get(number=9).questions)
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    assert Recipient.objects.count() == 4


def test_one_yes_judges_one_row_again(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    assert answer_questions(run=run, school=school, code="nisn_zero", numbers=[9], actor=operator) == 1
    assert statuses(run)[9] == "new"
    assert statuses(run)[11] == "question"


def test_one_yes_for_all_of_a_kind(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    assert answer_questions(run=run, school=school, code="nisn_zero", actor=operator) == 2
    run.refresh_from_db()
    assert counted(run) == {"new": 6}
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    assert Recipient.objects.filter(identities__purpose="nisn").count() == 6


def test_an_answered_row_is_told_from_people_who_are_known(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(6), operator)
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    answer_questions(run=run, school=school, code="nisn_zero", actor=operator)
    run.refresh_from_db()
    assert counted(run) == {"unchanged": 6}


def test_a_nik_that_says_another_sex_is_asked_about_and_may_be_right(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(1), operator)
    run = rehearsed(school, pupil_workbook(1, changes={0: {"JK": "P"}}), operator)
    assert counted(run) == {"question": 1}
    answer_questions(run=run, school=school, code="nik_mismatch", actor=operator)
    assert run.rows.get().changes == [("Jenis kelamin", "Laki-laki", "Perempuan")]


def test_nobody_else_answers(school: School, operator: Actor, outsider: Actor) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    with pytest.raises(Forbidden):
        answer_questions(run=run, school=school, code="nisn_zero", actor=outsider)
    apply_import(run=run, actor=operator)
    with pytest.raises(Refused):
        answer_questions(run=run, school=school, code="nisn_zero", actor=operator)


def test_an_answer_to_what_nobody_asked_stands_nowhere(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(1), operator)
    assert answer_questions(run=run, school=school, code="0812-9999-0000", actor=operator) == 0
    assert not Event.objects.about(run).filter(action="import.answered").exists()


def test_a_yes_given_by_mistake_is_a_question_again(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    answer_questions(run=run, school=school, code="nisn_zero", actor=operator)
    assert take_back_answer(run=run, code="nisn_zero", numbers=[9], actor=operator) == 1
    run.refresh_from_db()
    assert counted(run) == {"new": 5, "question": 1}
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    assert not Recipient.objects.filter(full_name=pupil(2)["Nama"], class_group=pupil(2)["Rombel Saat Ini"]).exists()


def test_whatever_the_yes_made_of_a_row_it_can_be_given_again(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(6), operator)
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    for _again in range(2):
        assert answer_questions(run=run, school=school, code="nisn_zero", numbers=[9], actor=operator) == 1
        assert statuses(run)[9] == "unchanged"
        assert take_back_answer(run=run, code="nisn_zero", numbers=[9], actor=operator) == 1
        assert statuses(run)[9] == "question"


def test_only_the_own_school_takes_an_answer_back_and_only_in_time(
    school: School, operator: Actor, outsider: Actor
) -> None:
    run = rehearsed(school, pupil_workbook(6, faults=ASKED), operator)
    answer_questions(run=run, school=school, code="nisn_zero", actor=operator)
    with pytest.raises(Forbidden):
        take_back_answer(run=run, code="nisn_zero", numbers=[9], actor=outsider)
    assert take_back_answer(run=run, code="nik_mismatch", numbers=[9], actor=operator) == 0
    apply_import(run=run, actor=operator)
    with pytest.raises(Refused):
        take_back_answer(run=run, code="nisn_zero", numbers=[9], actor=operator)


def test_who_is_not_in_the_file_is_offered_and_never_ticked(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(5), operator)
    run = rehearsed(school, pupil_workbook(3), operator)
    assert counted(run) == {"unchanged": 3, "missing": 2}
    assert not run.rows.filter(chosen=True).exists()
    assert [row.label for row in run.rows.filter(status="missing")] == [
        f"{pupil(n)['Nama']} · {pupil(n)['Rombel Saat Ini']}" for n in (3, 4)
    ]


def test_pupils_are_not_missing_in_a_file_of_teachers(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    assert counted(rehearsed(school, teacher_workbook(2), operator)) == {"new": 2}


def test_whoever_stands_in_a_row_that_cannot_be_read_is_not_missing(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    broken = {0: {"NIK": "12", "NISN": pupil(0)["NISN"], "Nama": "Ejaan Lain"}, 1: {"NIK": "12", "NISN": "12"}}
    run = rehearsed(school, pupil_workbook(3, changes=broken), operator)
    assert counted(run) == {"unchanged": 1, "problem": 2}


def test_ticked_people_leave_with_their_reason_when_the_file_is_applied(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(5), principal)
    run = rehearsed(school, pupil_workbook(2), principal)
    first, second, third = run.rows.filter(status="missing").order_by("number").values_list("number", flat=True)
    choose_departures(run=run, choices={first: "graduated", second: "moved", third: ""}, actor=principal)
    assert Recipient.objects.registered().count() == 5
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    states = dict(Recipient.objects.values_list("full_name", "state"))
    assert states[pupil(2)["Nama"]] == RecipientState.GRADUATED
    assert states[pupil(3)["Nama"]] == RecipientState.MOVED
    assert states[pupil(4)["Nama"]] == RecipientState.REGISTERED


def test_an_operator_neither_ticks_nor_applies_departures(school: School, operator: Actor, principal: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    run = rehearsed(school, pupil_workbook(2), operator)
    with pytest.raises(Forbidden):
        choose_departures(run=run, choices=None, reason="left", actor=operator)
    choose_departures(run=run, choices=None, reason="left", actor=principal)
    with pytest.raises(Refused, match="kepala sekolah"):
        apply_import(run=run, actor=operator)
    apply_import(run=run, actor=principal)


def test_somebody_with_a_promised_device_cannot_be_ticked(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(1), principal)
    person = RecipientFactory.create(
        school=school, full_name="Sudah Dijanjikan", circumstances={"device_access": "none"}
    )
    reserve(person)
    run = rehearsed(school, pupil_workbook(1), principal)
    row = run.rows.get(status="missing")
    assert "dijanjikan" in row.warnings[0]["message"]
    assert choose_departures(run=run, choices=None, reason="left", actor=principal) == 0
    assert choose_departures(run=run, choices={row.number: "left"}, actor=principal) == 0


def test_a_device_promised_after_the_tick_keeps_the_person(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(2), principal)
    run = rehearsed(school, pupil_workbook(1), principal)
    choose_departures(run=run, choices=None, reason="left", actor=principal)
    reserve(Recipient.objects.get(full_name=pupil(1)["Nama"]))
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    assert Recipient.objects.registered().count() == 2
    assert run.rows.get(recipient_id__isnull=False, status="problem").problems[0]["code"] == "stayed"


def reserve(person: Recipient) -> None:
    """A need of this person that a donor has promised."""
    Need.objects.create(
        recipient=person, school=person.school, region=person.region, need_class="student_device", state="reserved",
        reserved_at=timezone.now(),
    )  # fmt: skip
