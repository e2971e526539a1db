"""The criteria for an office's own system: versions and clauses, the same words as on the page."""

from __future__ import annotations

from recipients.models import CriteriaSet
from tests.conftest import Acting
from tests.factories.keys import program_of

URL = "/api/v1/criteria"


def test_versions_and_their_clauses_are_read(acting: Acting, criteria: list[CriteriaSet]) -> None:
    office = program_of(acting("coordinator"))
    versions = office.get(URL).json()["items"]
    assert {one["id"] for one in versions} == {str(one.public_id) for one in criteria}
    told = office.get(versions[0]["links"]["self"]).json()
    stored = CriteriaSet.objects.get(public_id=told["id"]).clauses
    assert [clause["id"] for clause in told["clauses"]] == [clause["id"] for clause in stored]
    assert all(clause["says"] for clause in told["clauses"])


def test_drafts_are_among_them_and_the_list_is_narrowed(acting: Acting, criteria: list[CriteriaSet]) -> None:
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=criteria[0].clauses, state="draft")
    office = program_of(acting("coordinator"))
    [found] = office.get(URL, {"kind": "student", "state": "draft"}).json()["items"]
    assert found["id"] == str(draft.public_id)
    assert office.get(URL, {"kind": "staff"}).status_code == 400


def test_clauses_that_no_longer_parse_break_nothing(acting: Acting, criteria: list[CriteriaSet]) -> None:
    broken = CriteriaSet.objects.create(kind="student", version=2, clauses=[{"id": "x"}], state="draft")
    assert program_of(acting("coordinator")).get(f"{URL}/{broken.public_id}").json()["clauses"] == []


def test_a_role_without_criteria_gives_no_key_for_them(acting: Acting, criteria: list[CriteriaSet]) -> None:
    """And the key of such a role that says so all the same opens nothing."""
    program = program_of(acting("city_supervisor"))
    program.token.grants = ["criteria.read"]
    program.token.save(update_fields=["grants"])
    assert program.get(URL).status_code == 403
    assert program.get(f"{URL}/{criteria[0].public_id}").status_code == 403
