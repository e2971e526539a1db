"""A version is judged beside the one in force and takes its place in one step, whoever is at work meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from ksbb.authority.actors import SYSTEM, Actor
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.register import register
from recipients.criteria import judge, parse
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, Circumstances, CriteriaSet, Need, NeedTally, Recipient
from recipients.statistics import figures_of_schools, recount
from schools.models import School
from tests.conftest import Acting
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import people_at, school_at
from tests.factories.recipients import RegistrationFactory

ONLY_THE_DEVICELESS = {
    "id": "nothing", "kind": "required", "field": "device_access", "op": "eq", "value": "none", "label": "Tidak punya",
}  # fmt: skip
DISABILITY_FIRST = [{**clause, "weight": 100} if clause["id"] == "disability" else clause for clause in STUDENT]


def proposed(acting: Acting, clauses: list[dict[str, Any]], version: int = 2) -> CriteriaSet:
    draft = CriteriaSet.objects.create(kind="student", version=version, clauses=clauses)
    propose_criteria(criteria=draft, actor=acting("coordinator"))
    return draft


def partition_of(criteria: CriteriaSet) -> tuple[int, int]:
    """Where the partition's rows lie on the disk, and how many were ever written there after it was built."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_filenode(c.oid), count(a.*) FROM pg_class c LEFT JOIN recipients_assessment a "
            "ON a.criteria_id = %s AND a.xmax::text <> '0' WHERE c.relname = %s GROUP BY c.oid",
            [criteria.pk, f"recipients_assessment_{criteria.pk}"],
        )
        node, touched = cursor.fetchone()
        return node, touched


def test_the_verdicts_of_the_version_before_stay_as_they_were(school: School, acting: Acting) -> None:
    people_at(school, pupils=8)
    first = CriteriaSet.objects.get(kind="student", version=1)
    before = partition_of(first)
    told = list(Assessment.objects.filter(criteria=first).order_by("pk").values())
    publish_criteria(criteria=proposed(acting, [*STUDENT, ONLY_THE_DEVICELESS]), actor=acting("coordinator"))
    assert partition_of(first) == before
    assert list(Assessment.objects.filter(criteria=first).order_by("pk").values()) == told
    assert Assessment.objects.newest().count() == 8


def test_an_old_verdict_still_gives_its_reasons(school: School, acting: Acting) -> None:
    [pupil] = register(school=school, people=[RegistrationFactory.build(ready=True)], actor=SYSTEM)
    publish_criteria(criteria=proposed(acting, [*STUDENT, ONLY_THE_DEVICELESS]), actor=acting("coordinator"))
    old, new = Assessment.objects.filter(recipient=pupil).order_by("criteria__version")
    assert (len(old.reasons), len(new.reasons)) == (len(STUDENT), len(STUDENT) + 1)
    assert (old.points, old.breakdown["device_none"]) == (40, 40)


def test_a_version_touches_only_its_own_kind(school: School, acting: Acting) -> None:
    [teacher] = register(school=school, people=[RegistrationFactory.build(teacher=True)], actor=SYSTEM)
    publish_criteria(criteria=proposed(acting, STUDENT), actor=acting("coordinator"))
    assert Assessment.objects.newest().get(recipient=teacher).criteria.version == 1


def test_new_points_move_the_school_in_the_public_list(school: School, acting: Acting) -> None:
    facts = {"device_access": "none", "has_disability": True}
    [pupil] = register(school=school, people=[RegistrationFactory.build(ready=True, circumstances=facts)], actor=SYSTEM)
    fold_tallies()
    assert NeedTally.objects.get().top_rank == -50
    publish_criteria(criteria=proposed(acting, DISABILITY_FIRST), actor=acting("coordinator"))
    fold_tallies()
    assert NeedTally.objects.get().top_rank == -140
    assert Need.objects.get(recipient=pupil).state == "open"


def test_who_is_held_by_a_case_enters_with_a_verdict_and_without_a_need(school: School, acting: Acting) -> None:
    [held, free] = people_at(school, pupils=2)
    Recipient.objects.filter(pk=held).update(is_held=True)
    publish_criteria(criteria=proposed(acting, STUDENT), actor=acting("coordinator"))
    assert Assessment.objects.newest().filter(recipient__in=[held, free], is_eligible=True).count() == 2
    assert Need.objects.open().get().recipient_id == free


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_registering_and_ticking_while_it_is_published_loses_nobody(acting: Acting, seed: int) -> None:
    school = school_at()
    people_at(school, pupils=60)
    drafts = [proposed(acting, [*STUDENT, ONLY_THE_DEVICELESS])]
    answers = at_once(
        [partial(step, school, drafts, acting("coordinator"), seed * 10 + hand) for hand, step in enumerate(HANDS)]
    )
    assert set(kinds(answers)) <= {"CriteriaSet", "int", "list"}, answers

    criteria = CriteriaSet.objects.in_force("student")
    assert criteria is not None
    assert criteria.version == 2
    assert everybody_by(Assessment.objects.newest()) == recounted(criteria)
    eligible = {pk for pk, (is_eligible, _points) in recounted(criteria).items() if is_eligible}
    assert set(Need.objects.open().values_list("recipient_id", flat=True)) == eligible
    fold_tallies()
    assert figures_of_schools([school.pk]) == recount()


def publish(_school: School, drafts: list[CriteriaSet], coordinator: Actor, _seed: int) -> object:
    return publish_criteria(criteria=drafts[0], actor=coordinator)


def enrol(school: School, _drafts: list[CriteriaSet], _coordinator: Actor, _seed: int) -> object:
    return [
        register(school=school, people=RegistrationFactory.build_batch(4, ready=True), actor=SYSTEM)
        for _time in range(4)
    ]


def tick(school: School, _drafts: list[CriteriaSet], _coordinator: Actor, seed: int) -> object:
    dice = random.Random(seed)
    operator = Actor(user_id=None, organisation_id=school.organisation_id, role="school_operator")  # type: ignore[arg-type]
    people = sorted(Recipient.objects.filter(school=school).values_list("pk", flat=True))
    return sum(
        record_circumstances(
            answers={pk: {"device_access": dice.choice(["none", "own", "shared"])} for pk in dice.sample(people, 9)},
            actor=operator,
        )
        for _time in range(4)
    )


HANDS: list[Callable[..., object]] = [publish, enrol, enrol, tick, tick, tick]


def everybody_by(verdicts: Any) -> dict[int, tuple[bool, int]]:
    return {one.recipient_id: (one.is_eligible, one.points) for one in verdicts}


def recounted(criteria: CriteriaSet) -> dict[int, tuple[bool, int]]:
    clauses = parse(criteria.clauses)
    found = Circumstances.objects.select_related("recipient__school")
    judged = {c.recipient_id: judge(clauses, c.facts(c.recipient.school)) for c in found}
    return {pk: (one.is_eligible, one.points) for pk, one in judged.items()}
