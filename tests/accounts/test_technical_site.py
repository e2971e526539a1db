"""The technical site is for the platform's own staff, who read and change nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ksbb.authority.actors import Actor
from tests.conftest import Acting
from tests.factories.accounts import UserFactory

PAGES = ["/teknis/", "/teknis/accounts/user/", "/teknis/schools/school/", "/teknis/audit/event/"]


@pytest.fixture
def staff(client: Client, db: None) -> Client:
    client.force_login(UserFactory.create(is_staff=True))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_platform_staff_reads(staff: Client, page: str) -> None:
    assert staff.get(page).status_code == 200


def test_platform_staff_adds_nothing(staff: Client) -> None:
    assert staff.get("/teknis/accounts/user/add/").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_coordinator_finds_nothing(acting: Acting, client_as: Callable[[Actor], Client], page: str) -> None:
    assert client_as(acting("coordinator")).get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_the_sign_in(client: Client, db: None, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/akun/masuk/")
