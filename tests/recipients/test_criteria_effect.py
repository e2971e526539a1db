"""The preview of a draft is what publishing does: counted person by person, with the promised, the held and those who left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ksbb.authority.actors import SYSTEM
from recipients.actions.assess import assess
from recipients.actions.commit_draw import commit_draw
from recipients.actions.draw_lots import draw_lots
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.settle import promise
from recipients.criteria import BadCriteria
from recipients.effects import Change, Shift, effect_of, moves_of, samples_of
from recipients.effects.drawing import HALF, HEIGHT, bars_of, rows_of
from recipients.effects.people import Sort
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, Circumstances, CriteriaSet, Need, Recipient
from recipients.ranking import in_line
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.recipients.test_criteria_agree import facts, versions

PEOPLE = 10


@pytest.fixture
def town(criteria: list[CriteriaSet]) -> list[Recipient]:
    """Ten pupils in four schools (one not accepted, one closed); two pairs of siblings, each over two schools."""
    schools = [
        SchoolFactory.create(accepted=True, form="SD"),
        SchoolFactory.create(accepted=True, form="SMP", code="31.74.01.1001"),
        SchoolFactory.create(form="SD"),
        SchoolFactory.create(accepted=True, closed=True),
    ]
    people = [RecipientFactory.create(school=schools[[0, 1, 0, 1, 0, 1, 0, 2, 3, 0][n]]) for n in range(PEOPLE)]
    for home, members in ((b"a" * 32, people[0:2]), (b"b" * 32, people[2:4])):
        Recipient.objects.filter(pk__in=[one.pk for one in members]).update(household_digest=home)
    return people


@dataclass
class Seen:
    """Everybody as the register has them at one moment."""

    eligible: dict[int, int]
    needs: dict[int, str]
    places: dict[int, int]


def look(people: list[Recipient]) -> Seen:
    verdicts = Assessment.objects.newest().filter(recipient__in=people, is_eligible=True, recipient__state="registered")
    needs = Need.objects.filter(recipient__in=people).exclude(state="closed")
    places: dict[int, int] = {}
    for school in School.objects.all():
        line = in_line(Need.objects.filter(school=school))
        places |= {need.recipient_id: place for place, need in enumerate(line, start=1)}
    return Seen(
        eligible=dict(verdicts.values_list("recipient_id", "points")),
        needs=dict(needs.values_list("recipient_id", "state")),
        places=places,
    )


def publish(clauses: list[dict[str, Any]]) -> None:
    version = CriteriaSet.objects.filter(kind="student").count() + 1
    draft = CriteriaSet.objects.create(kind="student", version=version, clauses=clauses)
    publish_criteria(criteria=propose_criteria(criteria=draft, actor=SYSTEM), actor=SYSTEM)
    # Puts the households in line; outside a test it follows the commit at once.
    fold_tallies()


def counted(before: Seen, after: Seen, held: set[int]) -> Change:
    was, will = set(before.eligible), set(after.eligible)
    stays = was & will
    promised = {pk for pk, state in before.needs.items() if state != "open"}
    return Change(
        before=len(was),
        after=len(will),
        enters=len(will - was),
        leaves=len(was - will),
        kept=len((was - will) & promised),
        held=len((will - was) & held),
        up=sum(after.eligible[pk] > before.eligible[pk] for pk in stays),
        down=sum(after.eligible[pk] < before.eligible[pk] for pk in stays),
        opened=len(after.needs.keys() - before.needs.keys()),
        closed=len(before.needs.keys() - after.needs.keys()),
    )


def shifted(before: Seen, after: Seen) -> Shift:
    moves = [before.places[pk] - after.places[pk] for pk in before.places.keys() & after.places.keys()]
    return Shift(
        up=sum(move > 0 for move in moves),
        down=sum(move < 0 for move in moves),
        same=moves.count(0),
        furthest_up=max([0, *moves]),
        furthest_down=max([0, *(-move for move in moves)]),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(facts, min_size=PEOPLE, max_size=PEOPLE),
    old=versions(),
    new=versions(),
    taken=st.integers(0, 3),
    held=st.sets(st.integers(0, PEOPLE - 1), max_size=3),
    ended=st.sets(st.integers(0, PEOPLE - 1), max_size=2),
)
def test_the_preview_is_the_result(
    town: list[Recipient],
    told: list[dict[str, Any]],
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    taken: int,
    held: set[int],
    ended: set[int],
) -> None:
    beginning = transaction.savepoint()
    Circumstances.objects.bulk_update(
        [Circumstances(recipient=person, **answers) for person, answers in zip(town, told, strict=True)], list(told[0])
    )
    publish(old)
    for school in {person.school_id for person in town}:
        promise(school_id=school, need_class="student_device", quantity=taken)
    waiting = {town[number].pk for number in held}
    Recipient.objects.filter(pk__in=waiting).update(is_held=True)
    # Whoever leaves with a promised device keeps the need; nobody of them is judged again.
    gone = Recipient.objects.filter(pk__in=[town[number].pk for number in ended])
    gone.update(state="withdrawn", ended_at="2026-01-01T00:00Z")
    assess()
    before = look(town)
    effect, moves = effect_of(new, "student"), moves_of(new, "student")
    publish(new)
    after = look(town)
    assert effect.total == counted(before, after, waiting)
    assert moves.total == shifted(before, after)
    assert sum(bucket.after for bucket in effect.points) == len(after.eligible)
    assert [bucket.before for bucket in effect.points if bucket.before] == [
        count for _low, count in sorted(Counter(points // 10 for points in before.eligible.values()).items())
    ]
    for parts in (effect.cities, effect.districts, effect.forms, effect.schools):
        assert sum(part.enters for part in parts.values()) == effect.total.enters
        assert sum(part.leaves for part in parts.values()) == effect.total.leaves
    promised = {pk: state for pk, state in before.needs.items() if state != "open"}
    assert {pk: after.needs[pk] for pk in promised} == promised
    transaction.savepoint_rollback(beginning)


@pytest.fixture
def waiting(school: School) -> list[Recipient]:
    """Three pupils who wait: none at home and a KIP, none at home, one shared by two."""
    told = [
        {"device_access": "none", "has_kip": True},
        {"device_access": "none"},
        {"device_access": "shared", "household_devices": 1, "household_learners": 2},
    ]
    consent = {"relation": "mother", "given_on": "2026-07-01"}
    people = [RecipientFactory.create(school=school, circumstances=one, consent=consent) for one in told]
    assess()
    return people


def changed(**how: Any) -> list[dict[str, Any]]:
    """Version 1 with changes by clause id; None takes the clause away."""
    return [{**clause, **(how.get(clause["id"]) or {})} for clause in STUDENT if how.get(clause["id"], {}) is not None]


def test_the_version_in_force_changes_nothing(waiting: list[Recipient]) -> None:
    effect = effect_of(STUDENT, "student")
    assert effect.total == Change(before=3, after=3)
    assert moves_of(STUDENT, "student").total == Shift(same=3)
    assert not any(samples_of(STUDENT, "student").values())


def test_who_leaves_with_a_promise_is_counted_and_kept(waiting: list[Recipient], school: School) -> None:
    promise(school_id=school.pk, need_class="student_device", quantity=1)
    with_card = changed(lacks_device={"op": "in", "value": ["shared"]})
    total = effect_of(with_card, "student").total
    assert (total.leaves, total.kept, total.closed, total.after) == (2, 1, 1, 1)


def test_the_effect_is_told_by_area_kind_and_school(waiting: list[Recipient], school: School) -> None:
    effect = effect_of(changed(device_none={"weight": 10}), "student")
    assert effect.cities == {"31.73": Change(before=3, after=3, down=2)}
    assert list(effect.districts) == ["31.73.06"]
    assert list(effect.forms) == [school.form]
    assert list(effect.schools) == [school.pk]


def test_a_smaller_weight_moves_the_others_forward(waiting: list[Recipient]) -> None:
    moves = moves_of(changed(device_none={"weight": 10}), "student").total
    # 55, 40, 20 points become 25, 10, 20: the second and the third change places.
    assert (moves.up, moves.down, moves.same, moves.furthest_up) == (1, 1, 1, 1)


def test_a_return_to_an_older_version_brings_everybody_back_to_the_same_place(
    school: School, criteria: list[CriteriaSet], acting: Acting
) -> None:
    people = [RecipientFactory.create(school=school, ready=True) for _n in range(8)]
    Circumstances.objects.filter(recipient__in=people[:3]).update(has_kip=True)
    Circumstances.objects.filter(recipient__in=people[2:4]).update(is_final_year=True)
    assess()
    draw_lots(draw=commit_draw(actor=acting("coordinator")), actor=acting("coordinator"))
    # Somebody who was never drawn waits behind all of them.
    people.append(RecipientFactory.create(school=school, ready=True))
    assess()
    drawn = look(people)
    only_final = {
        "id": "final",
        "kind": "required",
        "field": "is_final_year",
        "op": "eq",
        "value": True,
        "label": "Akhir",
    }
    publish([*STUDENT, only_final])
    narrow, moves = look(people), moves_of(STUDENT, "student").total
    publish(STUDENT)
    assert look(people).places == drawn.places
    assert moves == shifted(narrow, look(people))


def test_a_sample_shows_reasons_and_no_name(waiting: list[Recipient], school: School) -> None:
    samples = samples_of(changed(welfare_card={"weight": 25}, orphan=None), "student")
    [sample] = samples[Sort.MOVES]
    assert (sample.school, sample.grade, sample.before.points, sample.after.points) == (school.name, 5, 55, 65)
    assert [(line.label, line.before, line.after) for line in sample.lines if line.is_changed] == [
        ("Pemegang KIP, KJP Plus, atau KPS", 15, 25)
    ]
    assert not any(person.full_name in str(samples) for person in waiting)


def test_the_same_people_are_shown_again(waiting: list[Recipient]) -> None:
    clauses = changed(lacks_device={"op": "in", "value": ["shared"]})
    assert samples_of(clauses, "student") == samples_of(clauses, "student")
    assert len(samples_of(clauses, "student", size=1)[Sort.LEAVES]) == 1


@pytest.mark.parametrize("size", [1, 8])
def test_the_number_of_statements_does_not_grow(school: School, size: int) -> None:
    for _number in range(size):
        RecipientFactory.create(school=school, ready=True)
    assess()
    with CaptureQueriesContext(
        connection,
    ) as counts:
        effect_of(STUDENT, "student")
    # Which version is in force, room for the joins, the counting, the schools; around them the transaction.
    assert len([one for one in counts.captured_queries if "SAVEPOINT" not in one["sql"]]) == 4


def test_nothing_is_written(waiting: list[Recipient]) -> None:
    before = list(Assessment.objects.order_by("pk").values()), list(Need.objects.order_by("pk").values())
    clauses = changed(lacks_device={"op": "in", "value": ["own"]})
    effect_of(clauses, "student")
    moves_of(clauses, "student")
    samples_of(clauses, "student")
    assert before == (list(Assessment.objects.order_by("pk").values()), list(Need.objects.order_by("pk").values()))


def test_without_people_or_a_version_in_force_there_is_no_effect(db: None) -> None:
    effect = effect_of(STUDENT, "student")
    assert (effect.total, effect.points, effect.schools) == (Change(), [], {})


def test_clauses_outside_the_allow_list_are_not_counted(criteria: list[CriteriaSet]) -> None:
    with pytest.raises(BadCriteria):
        effect_of([{**STUDENT[0], "field": "r.full_name"}], "student")


def test_bars_fill_the_drawing_and_a_small_number_never_vanishes(waiting: list[Recipient]) -> None:
    effect = effect_of(changed(device_none={"weight": 10}), "student")
    bars = bars_of(effect.points)
    assert max(max(bar.before_height, bar.after_height) for bar in bars) == HEIGHT
    assert all(bar.before_height >= 2 for bar in bars if bar.bucket.before)
    rows = rows_of({"a": Change(leaves=900, enters=1), "b": Change()}, names={"a": "Kalideres"})
    assert [(row.name, row.leave_width, row.enter_width) for row in rows] == [("Kalideres", HALF, 1.0)]
