"""Criteria are judged twice: on one person in Python, on everybody in SQL. Both must say the same of anybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipients.clause_fields import FIELDS_BY_NAME, OPERATORS_OF
from recipients.criteria import MOST_CLAUSES, BadCriteria, Judgement, judge, judge_sql, parse
from recipients.first_criteria import STUDENT, TEACHER
from recipients.models import Circumstances, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory

PEOPLE = 6
TEXTS = {name: field.words for name, field in FIELDS_BY_NAME.items() if field.words}
NUMBERS = {name: field.bounds for name, field in FIELDS_BY_NAME.items() if field.type is int}

facts = st.fixed_dictionaries(
    {
        **{name: st.sampled_from(values) for name, values in TEXTS.items() if name != "school_form"},
        **{name: st.integers(*bounds) for name, bounds in NUMBERS.items() if name != "dtsen_decile"},
        "dtsen_decile": st.none() | st.integers(1, 10),
        **{
            name: st.booleans()
            for name in (
                "household_aided", "has_kip", "has_kjp", "has_kps", "is_orphan", "has_disability", "is_final_year",
                "is_returning", "teaches_programme", "consent_given",
            )
        },
    }
)  # fmt: skip


@st.composite
def clauses(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Any clause that `parse` lets in."""
    field = draw(st.sampled_from(sorted(FIELDS_BY_NAME)))
    op = draw(st.sampled_from(OPERATORS_OF[FIELDS_BY_NAME[field].type]))
    values: st.SearchStrategy[Any] = st.booleans()
    if field in TEXTS:
        values = st.sampled_from(TEXTS[field])
    elif field in NUMBERS:
        values = st.integers(*NUMBERS[field])
    return {
        "id": f"clause_{number}",
        "kind": draw(st.sampled_from(["required", "weighted"])),
        "field": field,
        "op": op,
        "value": draw(st.lists(values, min_size=1, max_size=4, unique=True)) if op == "in" else draw(values),
        "weight": draw(st.integers(-100, 100)),
        "scale": draw(st.sampled_from(["", "", "device_shortage", "per_service_year"])),
        "label": "Sebuah syarat",
    }


@st.composite
def versions(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = [draw(clauses(number)) for number in range(draw(st.integers(1, 8)))]
    return [{**found[0], "kind": "required"}, *found[1:]]


@pytest.fixture
def people(db: None) -> list[Recipient]:
    """Six people at three schools: accepted, not accepted, closed."""
    schools = [
        SchoolFactory.create(accepted=True, form="SLB"),
        SchoolFactory.create(form="SMP"),
        SchoolFactory.create(accepted=True, closed=True),
    ]
    return [RecipientFactory.create(school=schools[n % 3]) for n in range(PEOPLE)]


def by_database(version: list[dict[str, Any]]) -> dict[int, Judgement]:
    columns, values = judge_sql(parse(version))
    statement = (
        f"SELECT r.id, {columns} FROM recipients_recipient r JOIN recipients_circumstances c ON c.recipient_id = r.id "
        "JOIN schools_school s ON s.id = r.school_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, is_eligible, points, parts FROM ({statement}) AS judged", values)
        return {
            pk: Judgement(is_eligible, points, dict(zip([clause["id"] for clause in version], parts, strict=True)))
            for pk, is_eligible, points, parts in cursor.fetchall()
        }


def by_hand(version: list[dict[str, Any]]) -> dict[int, Judgement]:
    schools = {school.pk: school for school in School.objects.all()}
    found = Circumstances.objects.select_related("recipient")
    return {c.pk: judge(parse(version), c.facts(schools[c.recipient.school_id])) for c in found}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(facts, min_size=PEOPLE, max_size=PEOPLE), version=versions())
def test_python_and_sql_agree_on_anybody(
    people: list[Recipient], told: list[dict[str, Any]], version: list[dict[str, Any]]
) -> None:
    Circumstances.objects.bulk_update(
        [Circumstances(recipient=person, **answers) for person, answers in zip(people, told, strict=True)],
        list(told[0]),
    )
    assert by_database(version) == by_hand(version)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(facts, min_size=PEOPLE, max_size=PEOPLE), version=st.sampled_from([STUDENT, TEACHER]))
def test_they_agree_on_version_1(
    people: list[Recipient], told: list[dict[str, Any]], version: list[dict[str, Any]]
) -> None:
    Circumstances.objects.bulk_update(
        [Circumstances(recipient=person, **answers) for person, answers in zip(people, told, strict=True)],
        list(told[0]),
    )
    assert by_database(version) == by_hand(version)


@pytest.mark.parametrize(
    "change",
    [
        {"field": "full_name"},
        {"field": "c.device_access); DROP TABLE recipients_need; --"},
        {"op": "like"},
        {"op": "lte"},
        {"op": "in"},
        {"value": 3},
        {"value": True},
        {"value": "x" * 41},
        {"value": "a\x00b"},
        {"value": "kata lain"},
        {"value": ["none"]},
        {"op": "in", "value": [["none"]]},
        {"op": "in", "value": ["none", "none"]},
        {"label": ""},
        {"label": "a\nb"},
        {"label": "x" * 121},
        {"field": ["device_access"]},
        {"weight": "banyak", "kind": "weighted"},
        {"field": "dtsen_decile", "value": "1"},
        {"field": "dtsen_decile", "value": True},
        {"field": "dtsen_decile", "value": 10**12},
        {"field": "dtsen_decile", "op": "in", "value": []},
        {"field": "is_orphan", "value": 1},
        {"field": "is_orphan", "op": "lte", "value": True},
        {"kind": "forbidden"},
        {"weight": 101, "kind": "weighted"},
        {"scale": "sqrt", "kind": "weighted"},
        {"field": "dtsen_decile", "value": 11},
        {"id": "a b"},
        {"id": "a'b"},
    ],
)
def test_whatever_is_outside_the_allow_list_is_refused(change: dict[str, Any]) -> None:
    clause = {"id": "a", "kind": "required", "field": "device_access", "op": "eq", "value": "none", "label": "A"}
    parse([clause, {**clause, "id": "b"}])
    with pytest.raises(BadCriteria, match="ke-2"):
        parse([clause, {**clause, "id": "b", **change}])


def test_the_most_clauses_that_are_let_in_can_be_judged(people: list[Recipient]) -> None:
    clause = {"id": "a", "kind": "required", "field": "device_access", "op": "eq", "value": "none", "label": "A"}
    most = [{**clause, "id": f"a{number}"} for number in range(MOST_CLAUSES)]
    assert by_database(most) == by_hand(most)
    with pytest.raises(BadCriteria):
        parse([*most, {**clause, "id": "one_more"}])


def test_ids_are_unique_and_something_is_required() -> None:
    clause = {"id": "a", "kind": "required", "field": "device_access", "op": "eq", "value": "none", "label": "A"}
    with pytest.raises(BadCriteria):
        parse([clause, clause])
    with pytest.raises(BadCriteria):
        parse([{**clause, "kind": "weighted"}])


def test_the_words_of_a_fact_are_those_of_its_column() -> None:
    columns = {
        field.name: {value for value, _label in field.choices or ()}
        for field in Circumstances._meta.get_fields()
        if hasattr(field, "choices")
    }
    columns["school_form"] = set(School.Form.values)
    assert {name: set(words) for name, words in TEXTS.items()} == {name: columns[name] for name in TEXTS}
