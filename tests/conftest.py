"""What every test may ask for: somebody who acts, their browser, and the outsider."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import pytest
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import Organisation, User
from ksbb.authority.actors import Actor
from tests.factories.accounts import somebody


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
