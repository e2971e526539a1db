"""One device reaches a household before a second does: brothers and sisters, known by the keyed hash of their family card."""

from __future__ import annotations

from typing import Any

import pytest

from ksbb.authority.actors import SYSTEM
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.register import register
from recipients.actions.settle import deliver, meet, promise, release, reopen
from recipients.models import Assessment, Circumstances, Need, NeedTally
from recipients.ranking import Place, in_line, place_in_school, place_of
from schools.models import School
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

CARD = "3173060101120007"
PUPIL = "student_device"


def child(school: School, card: str = CARD, **circumstances: Any) -> int:
    facts = {"device_access": "none", **circumstances}
    [pk] = register(
        school=school,
        people=[RegistrationFactory.build(ready=True, family_card=card, circumstances=facts)],
        actor=SYSTEM,
    )
    return pk


@pytest.fixture
def another_school(school: School) -> School:
    return SchoolFactory.create(accepted=True)


def turns() -> dict[int, int]:
    """Recipient → turn, once the worker has looked."""
    fold_tallies()
    return dict(Need.objects.exclude(state="closed").values_list("recipient_id", "turn"))


def served() -> set[int]:
    return set(Circumstances.objects.filter(household_served=True).values_list("recipient_id", flat=True))


def test_of_siblings_in_one_school_the_second_comes_after_everybody_else(school: School) -> None:
    elder, younger, stranger = child(school, has_kip=True), child(school, has_kip=True), child(school, card="")
    assert turns() == {elder: 0, younger: 1, stranger: 0}
    order = [need.recipient_id for need in in_line(Need.objects.all())]
    assert order == [elder, stranger, younger]
    taken = promise(school_id=school.pk, need_class=PUPIL, quantity=2)
    assert [Need.objects.get(pk=pk).recipient_id for pk in taken] == [elder, stranger]


def test_whoever_has_more_points_comes_first_also_when_registered_later(school: School, another_school: School) -> None:
    elder, younger = child(school), child(another_school, has_disability=True)
    assert turns() == {elder: 1, younger: 0}


def test_a_promise_in_another_school_puts_the_sibling_behind(school: School, another_school: School) -> None:
    elder, younger = child(school, has_kip=True), child(another_school)
    stranger = child(school, card="", has_kip=False)
    assert turns() == {elder: 0, younger: 1, stranger: 0}
    [promised] = promise(school_id=another_school.pk, need_class=PUPIL, quantity=1)
    assert turns() == {elder: 1, younger: 1, stranger: 0}
    assert [need.recipient_id for need in in_line(Need.objects.filter(school=school))] == [stranger, elder]
    assert NeedTally.objects.get(school=school).top_rank == -40
    release([promised])
    assert turns() == {elder: 0, younger: 1, stranger: 0}


def test_a_school_where_only_second_devices_are_wanted_stands_behind(school: School, another_school: School) -> None:
    child(school, has_kip=True)
    child(another_school)
    turns()
    assert [tally.top_rank for tally in NeedTally.objects.order_by("top_rank")] == [-55, 10_000 - 40]


def test_what_reached_a_household_counts_for_the_others_until_it_is_refuted(
    school: School, another_school: School
) -> None:
    elder, younger, stranger = child(school, has_kip=True), child(another_school), child(school, card="")
    [given] = promise(school_id=school.pk, need_class=PUPIL, quantity=1)
    assert served() == set()
    deliver([given])
    assert served() == {younger}
    assert Assessment.objects.newest().get(recipient=younger).points == 40 - 30
    assert Assessment.objects.newest().get(recipient=elder).points == 55
    assert turns()[younger] == 1
    reopen([given])
    assert served() == set()
    assert Assessment.objects.newest().get(recipient=younger).points == 40
    assert turns() == {elder: 0, younger: 1, stranger: 0}


def test_who_comes_later_into_an_aided_household_is_known_as_aided(school: School, another_school: School) -> None:
    child(school)
    [given] = promise(school_id=school.pk, need_class=PUPIL, quantity=1)
    deliver([given])
    meet([given])
    late = child(another_school)
    assert served() == {late}
    assert turns()[late] == 1


def test_what_the_school_told_of_other_help_is_not_taken_back(school: School, another_school: School) -> None:
    child(school)
    told = child(another_school, household_aided=True)
    [given] = promise(school_id=school.pk, need_class=PUPIL, quantity=1)
    deliver([given])
    reopen([given])
    assert Circumstances.objects.get(recipient=told).household_aided
    assert Assessment.objects.newest().get(recipient=told).points == 40 - 30


def test_a_teachers_computer_stays_the_schools_and_reaches_no_household(school: School) -> None:
    [teacher] = register(
        school=school, people=[RegistrationFactory.build(teacher=True, family_card=CARD)], actor=SYSTEM
    )
    pupil = child(school)
    assert turns() == {teacher: 0, pupil: 0}
    deliver(promise(school_id=school.pk, need_class="teacher_computer", quantity=1))
    assert served() == set()


def test_a_place_counts_the_school_and_the_kota(school: School, another_school: School) -> None:
    elsewhere = SchoolFactory.create(accepted=True, code="31.72.01.1001")
    first, second = child(school, card="", has_kip=True), child(another_school, card="")
    third = child(school, card="")
    child(elsewhere, card="", has_kip=True)
    places = {pk: place_of(Need.objects.get(recipient=pk)) for pk in (first, second, third)}
    assert places == {first: Place(1, 2, 1, 3), second: Place(1, 1, 2, 3), third: Place(2, 2, 3, 3)}
    in_school = {pk: place_in_school(Need.objects.get(recipient=pk)) for pk in (first, second, third)}
    assert in_school == {first: (1, 2), second: (1, 1), third: (2, 2)}


def test_who_is_promised_a_device_stands_in_no_line(school: School) -> None:
    child(school)
    [promised] = promise(school_id=school.pk, need_class=PUPIL, quantity=1)
    need = Need.objects.get(pk=promised)
    assert (need.promised_rank, place_of(need), place_in_school(need)) == (-40, None, None)
