"""Role × route: what everybody gets everywhere equals the written table (tests/house/route_table.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.notifications.tasks import HEARTBEAT
from tests.house.route_table import EVERYBODY, TABLE
from tests.house.routes import route_names, technical_paths
from tests.house.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# Fields that belong to no form; whoever sends them along gains nothing (promise 5).
EXTRA = {
    "state": "verified",
    "verified_by_id": "1",
    "school_id": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "role": "coordinator",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Built once, in a transaction that never ends; each question is asked within it and taken back."""
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["default"] = storages["default"] | {"OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}}
    with django_db_blocker.unblock(), override_settings(STORAGES=storages), transaction.atomic():
        cache.clear()
        cache.set(HEARTBEAT, timezone.now().timestamp())
        yield build()
        transaction.set_rollback(True)


def word(response: Any) -> str:
    """What an answer means to who asked."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign-in"
    if response.status_code in (200, 302, 304, 400, 409):
        return "ok"
    return {403: "no", 404: "none"}.get(response.status_code, str(response.status_code))


def key_of(person: User, membership: int | None = None) -> str:
    """A session in which the person is signed in."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[SESSION_KEY] = membership
    session.save()
    return str(session.session_key)


def keys_of(actors: dict[str, Actor]) -> dict[str, str]:
    return {role: key_of(User.objects.get(pk=actor.user_id), actor.membership_id) for role, actor in actors.items()}


class Browser(Client):
    """One for all: a new one would start the middleware again at each question."""

    def of(self, key: str) -> Client:
        self.cookies.clear()
        self.cookies[settings.SESSION_COOKIE_NAME] = key
        return self


BROWSER = Browser()


@pytest.fixture(scope="module")
def insiders(world: World, django_db_blocker) -> dict[str, str]:
    """Role → session, of the people of this world and of those without a role."""
    with django_db_blocker.unblock():
        own = {"anonymous": "", "newcomer": key_of(world.newcomer), "staff": key_of(world.staff)}
        return keys_of(world.insiders) | own


@pytest.fixture(scope="module")
def strangers(world: World, django_db_blocker) -> dict[str, str]:
    with django_db_blocker.unblock():
        return keys_of(world.strangers)


def answers(sessions: dict[str, str], world: World, name: str, method: str) -> dict[str, str]:
    """Everybody asks the same; what the question did is taken back before the next one asks."""
    rule, found = TABLE[name], {}
    for role, key in sessions.items():
        kwargs = rule.sample(world, world.line_of(role)) if rule.sample else {}
        ask = getattr(BROWSER.of(key), method)
        with transaction.atomic():
            found[role] = word(ask(reverse(name, kwargs=kwargs), EXTRA if method == "post" else {}))
            transaction.set_rollback(True)
    return found


CELLS = [(name, method) for name, rule in TABLE.items() for method in rule.methods]


def test_every_route_has_its_line():
    assert sorted(set(route_names()) - set(TABLE)) == []


def test_every_line_has_its_route():
    assert sorted(set(TABLE) - set(route_names())) == []


@pytest.mark.parametrize("name", TABLE)
def test_every_line_speaks_of_every_role(name):
    assert set(TABLE[name].cells) == set(EVERYBODY)


@pytest.mark.parametrize(("name", "method"), CELLS)
def test_everybody_gets_what_the_table_says(world, insiders, name, method):
    assert answers(insiders, world, name, method) == TABLE[name].cells


@pytest.mark.parametrize(("name", "method"), [cell for cell in CELLS if TABLE[cell[0]].elsewhere])
def test_the_same_roles_elsewhere_find_nothing_of_it(world, strangers, name, method):
    assert answers(strangers, world, name, method) == TABLE[name].elsewhere


@pytest.mark.parametrize("path", technical_paths())
def test_the_technical_site_is_for_the_staff_of_the_platform_and_writes_nothing(insiders, path):
    expected = dict.fromkeys(EVERYBODY, "none") | {
        "anonymous": "sign-in",
        "staff": "no" if path.endswith("/add/") else "ok",
    }
    assert {role: word(BROWSER.of(key).get(path)) for role, key in insiders.items()} == expected


MATRIX = ("route_rules.py", "route_table.py", "route_table_giving.py", "world.py", "world_books.py")


def test_the_files_of_the_matrix_are_short():
    """The table is read by people: it stays readable."""
    here = Path(__file__).parent
    assert all(len((here / name).read_text().splitlines()) <= 300 for name in MATRIX)
