"""The page of the design system is for the platform's own people, and for everybody on the demo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from ksbb.authority.actors import Actor
from tests.conftest import Acting
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_staff_see_every_component(client: Client) -> None:
    client.force_login(UserFactory.create(staff=True))

    html = client.get("/komponen/").content.decode()

    assert "state-waiting" in html
    assert "notice-bad" in html
    assert "table-stack" in html


def test_others_find_nothing(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    assert client_as(acting("coordinator")).get("/komponen/").status_code == 404


def test_on_the_demo_everybody_signed_in_may_look(
    acting: Acting, client_as: Callable[[Actor], Client], settings: Settings
) -> None:
    settings.DEMO = True

    assert client_as(acting("donor")).get("/komponen/").status_code == 200


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/komponen/").status_code == 302
