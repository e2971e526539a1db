"""Grant × route: every key with one grant, at every address that a key opens, against the written table.

A new endpoint needs a line here, or the build fails. A key whose grant is not the line's is refused with `grant_missing`; the
right one comes through to the role, the scope and the request itself (here: nothing is found, nothing is asked for properly).
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import pytest
from django.test import RequestFactory
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from ksbb.accounts.public_pages import KEY_ONLY
from ksbb.api.views import ApiView
from ksbb.authority.grants import Grant, grants_of
from ksbb.authority.roles import Role
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of
from tests.factories.keys import Program, program_of
from tests.house.routes import route_names

NOTHING = UUID(int=0)
# (route, method) → (grant, what a key with it is answered: nothing exists, and nothing is sent)
TABLE: dict[tuple[str, str], tuple[Grant, int]] = {
    ("api:import_create", "post"): (Grant.RECIPIENTS_IMPORT, 404),  # the holder's organisation has no school
    ("api:import_detail", "get"): (Grant.RECIPIENTS_IMPORT, 404),
    ("api:import_rows", "get"): (Grant.RECIPIENTS_IMPORT, 404),
    ("api:import_apply", "post"): (Grant.RECIPIENTS_IMPORT, 404),
    ("api:import_refuse", "post"): (Grant.RECIPIENTS_IMPORT, 404),
    ("api:pledge_list", "get"): (Grant.PLEDGES_READ, 200),
    ("api:pledge_list", "post"): (Grant.PLEDGES_WRITE, 400),
    ("api:pledge_detail", "get"): (Grant.PLEDGES_READ, 404),
    ("api:pledge_withdraw", "post"): (Grant.PLEDGES_WRITE, 404),
    ("api:criteria_list", "get"): (Grant.CRITERIA_READ, 200),
    ("api:criteria_detail", "get"): (Grant.CRITERIA_READ, 404),
    ("api:matching_list", "get"): (Grant.MATCHING_READ, 200),
    ("api:matching_list", "post"): (Grant.MATCHING_RUN, 400),
    ("api:matching_detail", "get"): (Grant.MATCHING_READ, 404),
    ("api:matching_lines", "get"): (Grant.MATCHING_READ, 404),
}
METHODS = ("get", "post", "put", "patch", "delete")
# Who holds a key with each grant.
HOLDER = {
    Grant.RECIPIENTS_IMPORT: Role.PRINCIPAL,
    Grant.PLEDGES_READ: Role.DONOR,
    Grant.PLEDGES_WRITE: Role.DONOR,
    Grant.CRITERIA_READ: Role.COORDINATOR,
    Grant.MATCHING_READ: Role.AUDITOR,
    Grant.MATCHING_RUN: Role.COORDINATOR,
}

pytestmark = pytest.mark.django_db


def test_every_grant_has_its_holder_and_its_routes() -> None:
    assert set(HOLDER) == set(Grant) == {grant for grant, _answer in TABLE.values()}
    assert all(grant in grants_of(role) for grant, role in HOLDER.items())


def test_every_address_that_a_key_opens_has_its_lines() -> None:
    assert {name for name, _method in TABLE} == {name for name in route_names() if name in KEY_ONLY}


@pytest.fixture
def programs() -> dict[Grant, Program]:
    found = {}
    for grant, role in HOLDER.items():
        holder = somebody(role)
        donor_of(holder)
        found[grant] = program_of(holder, grant)
    return found


def address(name: str) -> str:
    whole = {"api:import_create", "api:pledge_list", "api:criteria_list", "api:matching_list"}
    return reverse(name, kwargs={} if name in whole else {"public_id": NOTHING})


def answer(program: Program, name: str, method: str) -> tuple[int, str]:
    headers = {"Idempotency-Key": "grants-0001"}
    found = getattr(program, method)(address(name), {}, content_type="application/json", headers=headers)
    problem = found["Content-Type"] == "application/problem+json"
    return found.status_code, found.json()["code"] if problem else ""


def test_each_key_opens_what_its_grant_says_and_nothing_else(programs: dict[Grant, Program]) -> None:
    wrong = [
        (grant, name, method, found)
        for (name, method), (needed, expected) in TABLE.items()
        for grant, program in programs.items()
        for found in [answer(program, name, method)]
        if (found[0] != expected if grant == needed else found != (403, "grant_missing"))
    ]
    assert wrong == []


def test_no_other_method_is_answered(programs: dict[Grant, Program]) -> None:
    """Neither to the grant of the address nor to another one."""
    others = [
        (name, method)
        for name in sorted({name for name, _ in TABLE})
        for method in METHODS
        if (name, method) not in TABLE
    ]
    assert {answer(programs[Grant.PLEDGES_READ], name, method)[0] for name, method in others} == {405}


def test_what_names_no_grant_is_closed_to_every_key(programs: dict[Grant, Program], rf: RequestFactory) -> None:
    """A new endpoint whose author forgot it, and one that names it for another method."""

    class Forgotten(ApiView):
        def get(self, request: Request) -> Response:
            return Response({"open": True})

    class ForAnother(Forgotten):
        grants: ClassVar = {"POST": Grant.PLEDGES_WRITE}

    def asked(view: type[ApiView]) -> int:
        headers = {"Authorization": f"Bearer {program.secret}"}
        return view.as_view()(rf.get("/api/v1/new", headers=headers)).status_code

    program = programs[Grant.PLEDGES_READ]
    assert (asked(Forgotten), asked(ForAnother)) == (403, 405)
