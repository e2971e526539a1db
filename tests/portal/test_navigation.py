"""The header offers what the actor may do, and nothing that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.roles import GRANTS, Role
from ksbb.portal.navigation import PUBLIC, SIDE_BY_SIDE, WORK, Navigation, context
from tests.conftest import Acting
from tests.factories.donations import school_at

ROLES = [role for role in Role if role not in (Role.VISITOR, Role.SYSTEM)]


def nav(actor: Actor, path: str = "/") -> Navigation:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    found = context(request)["nav"]
    assert isinstance(found, Navigation)
    return found


@pytest.mark.parametrize("place", [*PUBLIC, *WORK], ids=lambda place: place.name)
def test_every_place_exists(place: object) -> None:
    assert reverse(place.name)  # type: ignore[attr-defined]


def test_a_visitor_has_no_work_here() -> None:
    found = nav(VISITOR)

    assert not found.work
    assert [link.url for link in found.public] == ["/kebutuhan/", "/sekolah/", "/angka/", "/cara-kerja/"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_offered_what_it_may(role: Role) -> None:
    actor = Actor(user_id=1, organisation_id=1, role=role)
    wanted = [reverse(place.name) for place in WORK if place.permission is None or place.permission in GRANTS[role]]

    assert [link.url for link in nav(actor).work] == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_is_offered_opens(role: Role, acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    at_school = role in (Role.PRINCIPAL, Role.SCHOOL_OPERATOR)
    actor = acting(role, organisation=school_at().organisation) if at_school else acting(role)
    browser = client_as(actor)

    assert {link.url: browser.get(link.url).status_code for link in nav(actor).work} == {
        link.url: 200 for link in nav(actor).work
    }


def test_one_link_says_where_one_is() -> None:
    actor = Actor(user_id=1, organisation_id=1, role=Role.PRINCIPAL)

    assert [link.url for link in nav(actor, "/penerima/unggah/").work if link.is_current] == ["/penerima/unggah/"]
    assert [link.url for link in nav(actor, "/penerima/baru/").work if link.is_current] == ["/penerima/"]
    assert not [link for link in nav(actor, "/").work if link.is_current]


@pytest.mark.parametrize("role", ROLES)
def test_the_work_is_one_line_of_a_small_laptop_and_nothing_is_lost(role: Role) -> None:
    found = nav(Actor(user_id=1, organisation_id=1, role=role))

    assert len(found.entries) <= SIDE_BY_SIDE
    assert [link for entry in found.entries for link in entry.links] == list(found.work)


def test_a_group_says_that_one_is_in_it() -> None:
    found = nav(Actor(user_id=1, organisation_id=1, role=Role.COORDINATOR), "/keberatan/")

    assert [(entry.label, len(entry.links)) for entry in found.entries if entry.is_current] == [("Penyerahan", 3)]


def test_a_group_of_one_is_a_link() -> None:
    found = nav(Actor(user_id=1, organisation_id=1, role=Role.PRINCIPAL), "/donasi/")

    assert [(entry.label, [link.url for link in entry.links]) for entry in found.entries if entry.is_current] == [
        ("", ["/donasi/"])
    ]


@pytest.mark.django_db
def test_the_header_says_who_acts_and_lets_go(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    actor = acting("principal")

    html = client_as(actor).get("/cara-kerja/").content.decode()

    assert actor.organisation_name in html
    assert f'<form method="post" action="{reverse("account_logout")}"' in html
    assert reverse("accounts:membership_choose") in html
