"""Facts change, verdicts follow, needs follow the verdicts; a promise is never taken away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from recipients.actions.admit_school import admit_school
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.register import register
from recipients.actions.settle import promise, release
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, Circumstances, CriteriaSet, Need, Recipient
from recipients.ranking import in_line
from recipients.statistics import figures_of_school
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

CONSENT = {"relation": "mother", "given_on": date(2026, 7, 1)}


def registered(school: School, *traits: str, **facts: Any) -> Recipient:
    [pk] = register(
        school=school, people=[RegistrationFactory.build(**dict.fromkeys(traits, True), **facts)], actor=SYSTEM
    )
    return Recipient.objects.get(pk=pk)


def answer(recipient: Recipient, **told: Any) -> int:
    school = Actor(user_id=None, organisation_id=recipient.school.organisation_id, role=Role.SCHOOL_OPERATOR)
    return record_circumstances(answers={recipient.pk: told}, actor=school)


def test_an_eligible_pupil_has_an_open_need(school: School) -> None:
    pupil = registered(school, "ready")
    need = Need.objects.get(recipient=pupil)
    assert (need.state, need.need_class, need.region) == ("open", "student_device", school.region)
    assert in_line(Need.objects.all()).values_list("points", flat=True).get() == 40


def test_a_teacher_needs_a_computer(school: School) -> None:
    assert Need.objects.get(recipient=registered(school, "teacher")).need_class == "teacher_computer"


def test_what_dapodik_does_not_know_makes_the_difference(school: School) -> None:
    pupil = registered(school)
    assert not Need.objects.exists()
    answer(pupil, device_access="shared", household_devices=1, household_learners=2)
    assert not Need.objects.exists()
    answer(pupil, consent=CONSENT)
    assert in_line(Need.objects.all()).values_list("points", flat=True).get() == 20


def test_a_consent_taken_back_closes_the_open_need(school: School) -> None:
    pupil = registered(school, "ready")
    answer(pupil, consent=None)
    assert Need.objects.get().state == "closed"
    assert not Circumstances.objects.get(recipient=pupil).consent_given


def test_a_reserved_need_survives_the_loss_of_eligibility(school: School) -> None:
    pupil = registered(school, "ready")
    [need] = promise(school_id=school.pk, need_class="student_device", quantity=1)
    answer(pupil, device_access="own")
    assert Need.objects.get(pk=need).state == "reserved"
    release([need])
    assert Need.objects.get(pk=need).state == "closed"


def test_who_becomes_eligible_again_has_a_new_need(school: School) -> None:
    pupil = registered(school, "ready")
    answer(pupil, device_access="own")
    answer(pupil, device_access="none")
    assert sorted(Need.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_more_points_move_an_open_need_forward(school: School) -> None:
    pupil = registered(school, "ready")
    Circumstances.objects.filter(recipient=pupil).update(has_kip=True)
    assess(recipient_ids=[pupil.pk])
    assert in_line(Need.objects.all()).values_list("points", flat=True).get() == 55


def test_assessing_twice_says_nothing_new(school: School) -> None:
    people = [registered(school, "ready"), registered(school), registered(school, "teacher")]
    assert Assessment.objects.count() == len(people)
    assert assess() == 0
    assert Assessment.objects.count() == len(people)
    assert Need.objects.count() == 2


def test_every_verdict_keeps_its_reasons_and_its_version(school: School) -> None:
    pupil = registered(school, "ready")
    answer(pupil, device_access="own")
    older, newest = Assessment.objects.filter(recipient=pupil).order_by("pk")
    assert (older.is_newest, newest.is_newest) == (False, True)
    assert (older.is_eligible, newest.is_eligible) == (True, False)
    lacking = [reason.label for reason in newest.reasons if reason.is_required and not reason.held]
    assert lacking == ["Tidak punya gawai, atau berbagi gawai"]
    assert sum(reason.points for reason in older.reasons if not reason.is_required) == older.points


def test_a_new_version_judges_everybody_and_leaves_the_promised_alone(school: School, acting: Acting) -> None:
    ready, poor = registered(school, "ready"), registered(school, "ready", grade=6)
    [need] = promise(school_id=school.pk, need_class="student_device", quantity=1)
    only_final = {
        "id": "final", "kind": "required", "field": "is_final_year", "op": "eq", "value": True, "label": "Kelas akhir",
    }  # fmt: skip
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=[*STUDENT, only_final])
    propose_criteria(criteria=draft, actor=acting("coordinator"))
    publish_criteria(criteria=draft, actor=acting("coordinator"))
    assert (
        Assessment.objects.newest().filter(criteria=draft, recipient__in=[ready, poor], is_eligible=False).count() == 2
    )
    assert Need.objects.get(pk=need).state == "reserved"
    assert Need.objects.exclude(pk=need).get().state == "closed"
    assert CriteriaSet.objects.get(kind="student", version=1).state == "retired"


def test_nobody_publishes_what_they_proposed(criteria: list[CriteriaSet], acting: Acting) -> None:
    one = acting("coordinator")
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=STUDENT)
    propose_criteria(criteria=draft, actor=one)
    with pytest.raises(Refused):
        publish_criteria(criteria=draft, actor=one)


def test_accepting_a_school_judges_its_people(criteria: list[CriteriaSet], acting: Acting) -> None:
    school = SchoolFactory.create()
    registered(school, "ready")
    assert not Need.objects.exists()
    admit_school(school=school, actor=acting("coordinator"))
    assert Need.objects.get().state == "open"


def test_the_counts_follow_at_once_and_after_the_fold(school: School) -> None:
    for _number in range(3):
        registered(school, "ready")
    promise(school_id=school.pk, need_class="student_device", quantity=1)
    before = figures_of_school(school.pk)["student_device"]
    assert (before.needed, before.pledged, before.open) == (3, 1, 2)
    assert fold_tallies() == 1
    assert figures_of_school(school.pk)["student_device"] == before
    assert fold_tallies() == 0


def test_leaving_closes_the_need_and_frees_the_numbers(school: School, principal: Actor) -> None:
    person = RegistrationFactory.build(ready=True)
    [pk] = register(school=school, people=[person], actor=SYSTEM)
    withdraw_recipient(recipient=Recipient.objects.get(pk=pk), actor=principal, to="moved", reason="moved")
    assert Need.objects.get().state == "closed"
    [again] = register(school=SchoolFactory.create(accepted=True), people=[person], actor=SYSTEM)
    assert Need.objects.open().get().recipient_id == again


def test_whoever_has_a_promised_device_cannot_be_withdrawn(school: School, principal: Actor) -> None:
    pupil = registered(school, "ready")
    promise(school_id=school.pk, need_class="student_device", quantity=1)
    with pytest.raises(Refused, match="dijanjikan"):
        withdraw_recipient(recipient=pupil, actor=principal, reason="left")


def test_the_tick_list_of_another_school_touches_nobody(school: School, outsider: Actor) -> None:
    pupil = registered(school)
    assert record_circumstances(answers={pupil.pk: {"device_access": "none"}}, actor=outsider) == 0
    assert Circumstances.objects.get(recipient=pupil).device_access == "unknown"


def test_only_schools_register(school: School, acting: Acting, outsider: Actor) -> None:
    person = RegistrationFactory.build()
    for stranger in (outsider, acting("coordinator"), acting("city_supervisor"), acting("validator"), acting("donor")):
        with pytest.raises(Forbidden):
            register(school=school, people=[person], actor=stranger)


def test_each_step_leaves_its_trace(school: School, operator: Actor, principal: Actor) -> None:
    [pk] = register(school=school, people=[RegistrationFactory.build()], actor=operator)
    pupil = Recipient.objects.get(pk=pk)
    record_circumstances(answers={pk: {"device_access": "none"}}, actor=operator)
    withdraw_recipient(recipient=pupil, actor=principal, to="graduated", reason="graduated")
    trace = Event.objects.about(pupil).order_by("pk").values_list("action", "role")
    assert list(trace) == [
        ("recipient.registered", "school_operator"),
        ("recipient.circumstances_recorded", "school_operator"),
        ("recipient.graduated", "principal"),
    ]
