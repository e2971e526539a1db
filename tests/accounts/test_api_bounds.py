"""Where a key of the API ends: networks, grants, and the moment it is taken back; also for who approves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from ksbb.accounts.api_bounds import comes_from, lies_within, network
from ksbb.accounts.api_tokens import actor_by
from ksbb.accounts.models import ApiToken
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.models import CriteriaSet
from recipients.states import CriteriaState
from tests.conftest import Acting
from tests.factories.keys import Program, program_of

RUN = f"/api/v1/recipients/imports/{uuid4()}"


@pytest.mark.parametrize(
    ("address", "networks", "allowed"),
    [
        ("103.10.20.7", [], True),
        ("103.10.20.7", ["103.10.20.0/24"], True),
        ("103.10.21.7", ["103.10.20.0/24"], False),
        ("::ffff:103.10.20.7", ["103.10.20.0/24"], True),
        ("2001:db8::5", ["103.10.20.0/24", "2001:db8::/32"], True),
        ("2001:db9::5", ["2001:db8::/32"], False),
        ("", ["0.0.0.0/0"], False),
        (None, ["0.0.0.0/0"], False),
        ("103.10.20.7, 10.0.0.1", ["103.10.20.0/24"], False),
    ],
)
def test_an_address_lies_in_its_networks_or_not(address: str | None, networks: list[str], allowed: bool) -> None:
    assert comes_from(address, networks) is allowed


def test_a_network_is_told_in_its_plain_form() -> None:
    assert [network(text) for text in ("10.1.2.3/8", " 103.10.20.7 ")] == ["10.0.0.0/8", "103.10.20.7/32"]
    with pytest.raises(ValueError, match="kantor"):
        network("kantor")


def test_the_dot_is_part_of_an_area() -> None:
    assert lies_within("31.73.06", ["31.73"])
    assert not lies_within("31.730", ["31.73"])
    assert not lies_within("31", ["31.73"])


# --- networks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def operator(acting: Acting) -> Actor:
    return acting("school_operator")


@pytest.fixture
def bound(operator: Actor) -> Program:
    return program_of(operator, networks=["103.10.20.0/24"])


def test_a_key_works_from_its_networks_only(bound: Program) -> None:
    inside = bound.get(RUN, REMOTE_ADDR="103.10.20.9")
    outside = bound.get(RUN, REMOTE_ADDR="103.10.21.9")
    assert inside.status_code == 404
    assert (outside.status_code, outside.json()["code"]) == (403, "address_not_allowed")
    assert outside["Content-Type"] == "application/problem+json"
    assert "alamat jaringan" in outside.json()["detail"]


def test_a_forged_header_is_no_address(bound: Program) -> None:
    forged = bound.get(RUN, REMOTE_ADDR="103.10.21.9", HTTP_X_FORWARDED_FOR="103.10.20.9")
    assert forged.status_code == 403


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_our_own_proxy_the_client_is_who_it_names(bound: Program) -> None:
    told = "103.10.20.9"
    assert bound.get(RUN, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=told).status_code == 404
    lied = f"{told}, 103.10.21.9"
    assert bound.get(RUN, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=lied).status_code == 403


def test_the_trail_notes_where_it_was_refused_once_in_a_while_and_only_the_network(bound: Program) -> None:
    for _again in range(3):
        bound.get(RUN, REMOTE_ADDR="103.10.21.9")
    [event] = Event.objects.about(bound.token).filter(action="token.address_refused")
    assert event.facts["network"] == "103.10.x.x"
    ApiToken.objects.update(refused_at=timezone.now() - timedelta(hours=1))
    bound.get(RUN, REMOTE_ADDR="103.10.21.9")
    assert Event.objects.about(bound.token).filter(action="token.address_refused").count() == 2


def test_a_refused_key_does_not_count_as_used(bound: Program) -> None:
    bound.get(RUN, REMOTE_ADDR="103.10.21.9")
    bound.token.refresh_from_db()
    assert (bound.token.last_used_at, bound.token.refused_at is None) == (None, False)


# --- grants -------------------------------------------------------------------------------------------------------------


def test_what_the_key_was_not_made_for_says_which_grant_is_missing(operator: Actor) -> None:
    answer = program_of(operator, "pledges.read").get(RUN)
    assert (answer.status_code, answer.json()["code"]) == (403, "grant_missing")
    assert "recipients.import" in answer.json()["detail"]


def test_a_grant_opens_nothing_that_the_role_does_not_cover(acting: Acting) -> None:
    """The row was changed by hand: the key says more than the role."""
    program = program_of(acting("donor"))
    ApiToken.objects.update(grants=["recipients.import", "criteria.read"])
    body = {"kind": "student", "rows": [{"Nama": "Rekaan"}]}
    assert program.send("/api/v1/recipients/imports", body).status_code == 403
    assert program.get(RUN).status_code == 404


def test_a_program_without_a_key_is_asked_for_one(client: Client, db: None) -> None:
    answer = client.get(RUN)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


# --- four eyes (promise 24) ---------------------------------------------------------------------------------------------


def test_a_key_approves_nothing_and_nobody_approves_their_own_with_one(acting: Acting) -> None:
    """No grant opens an approval; and if one did, the person behind the key would still be the one who proposed."""
    coordinator = acting("coordinator")
    install_first_criteria()
    proposed = CriteriaSet.objects.create(
        kind="student",
        version=2,
        clauses=CriteriaSet.objects.get(kind="student").clauses,
        state=CriteriaState.PROPOSED,
        proposed_at=timezone.now(),
        proposed_by_id=coordinator.user_id,
    )
    by_key = actor_by(program_of(coordinator).token)
    with pytest.raises(Forbidden):
        publish_criteria(criteria=proposed, actor=by_key)
    with pytest.raises(Refused):
        publish_criteria(criteria=proposed, actor=replace(by_key, opened=frozenset(Permission)))
    proposed.refresh_from_db()
    assert proposed.state == CriteriaState.PROPOSED
