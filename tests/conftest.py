"""What every test may ask for: somebody who acts, their browser, and the outsider."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from itertools import count
from typing import Protocol

import pytest
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client, TransactionTestCase

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import Organisation, User
from ksbb.authority.actors import Actor
from ksbb.common import limits, switches
from tests import mould
from tests.emptying import emptied
from tests.factories.accounts import somebody
from tests.waiting import database_url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database is a copy of one that is migrated already."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ["KSBB_MOULD"] = mould.made(database_url())


@pytest.fixture(scope="session", autouse=True)
def _quick_to_empty() -> None:
    TransactionTestCase._fixture_teardown = lambda _self: emptied()  # type: ignore[attr-defined]


@receiver(post_migrate, dispatch_uid="tests: partitions")
def drop_partitions_without_a_version(**_signal: object) -> None:
    """A test that commits ends by emptying all tables; the partitions of its versions would stay, more with every test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = to_regclass('recipients_assessment') AND inhrelid::regclass::text NOT IN "
            "(SELECT 'recipients_assessment_' || id FROM recipients_criteriaset)"
        )
        for (partition,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {partition}")


@receiver(post_migrate, dispatch_uid="tests: emptying")
def let_tables_be_emptied(**_signal: object) -> None:
    """A test that commits ends by TRUNCATE of all tables; only the tests of this guard switch it on again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_no_truncate%' AND tgenabled <> 'D'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.hookimpl(trylast=True)  # after -k and -m have left out what was not chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django makes the test database only if a chosen test asks for it itself. A test chosen alone that works on a base of
    its module (a fixture on `django_db_setup`) would find no tables, or the tables of another base."""
    fixtures = [set(getattr(item, "fixturenames", ())) for item in items]
    if any(item.get_closest_marker("django_db") for item in items) or any("db" in names for names in fixtures):
        return
    for item, names in zip(items, fixtures, strict=True):
        if "django_db_setup" in names:
            item.add_marker(pytest.mark.django_db)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files are called by their argument: a workbook carries the moment in which it was made, and each process gathers the tests
    by itself; if two of them name one test differently, none is run at all."""
    return argname if isinstance(val, bytes) else None


def pytest_configure() -> None:
    """While twelve thousand tests are gathered nothing of it is rubbish: looking for some was an eighth of a short run."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was gathered stays until the end: the collector need not walk over it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


_tests = count()


@pytest.fixture(autouse=True)
def own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test counts its own requests: all come from one address, and some minutes hold a hundred tests of one page."""
    monkeypatch.setattr(limits, "PREFIX", f"limit-{next(_tests)}")


@pytest.fixture(autouse=True)
def own_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with all features as they are by default, and asks the database for none of them until it changes one."""
    monkeypatch.setattr(switches, "_known", (float("inf"), {}))


class Acting(Protocol):
    """acting("principal"), acting("city_supervisor", codes=["31.74"]), acting("donor", organisation=…)."""

    def __call__(self, role: str, *, codes: Iterable[str] = ..., organisation: Organisation | None = ...) -> Actor: ...


@pytest.fixture
def acting(db: None) -> Acting:
    """An Actor backed by rows: a person with a membership in `role`.

    Without `organisation` a new one is made: an office over `codes`, a school in the first of `codes`, a donor or an
    aggregator. Without `codes` it is Jakarta Barat, Kalideres, or for the roles over the whole city DKI Jakarta.
    """

    def make(role: str, *, codes: Iterable[str] = (), organisation: Organisation | None = None) -> Actor:
        return somebody(role, organisation=organisation, codes=tuple(codes))

    return make


@pytest.fixture
def client_as(db: None) -> Callable[[Actor], Client]:
    """A browser in which the actor is signed in, in exactly this role."""

    def make(actor: Actor) -> Client:
        client = Client()
        assert actor.user_id is not None
        client.force_login(User.objects.get(pk=actor.user_id))
        session = client.session
        session[SESSION_KEY] = actor.membership_id
        session.save()
        return client

    return make


@pytest.fixture
def outsider(acting: Acting) -> Actor:
    """The one who has nothing to do with it: a principal, who may do much, of a school in another city."""
    return acting("principal", codes=["31.72.01.1001"])
