"""Whoever is shown a person of the register is written down: asked of every page, with every role that may see people.

A page that shows a name and is not marked with `@people_shown` (ksbb/audit/reads.py) fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from ksbb.audit.models import Read
from recipients.models import Recipient
from tests.house.route_table import TABLE
from tests.house.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("reads")]

# Who sees people at all: the school's side and the officer over it; the matrix holds that others do not.
READERS = ("principal", "district_supervisor")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Built once, in a transaction that never ends; each question is asked within it and taken back."""
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["default"] = storages["default"] | {"OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}}
    with django_db_blocker.unblock(), override_settings(STORAGES=storages), transaction.atomic():
        cache.clear()
        yield build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", READERS)
def test_no_page_shows_a_person_unseen(world, role):
    names = list(Recipient.objects.exclude(full_name="").values_list("full_name", flat=True))
    actor = world.insiders[role]
    browser = Client()
    browser.force_login(User.objects.get(pk=actor.user_id))
    session = browser.session
    session[SESSION_KEY] = actor.membership_id
    session.save()
    asked = [name for name, rule in TABLE.items() if "get" in rule.methods and rule.cells[role] == "ok"]
    assert [
        name for name in asked if shows_unseen(browser, names, reverse(name, kwargs=arguments(world, role, name)))
    ] == []


def arguments(world: World, role: str, name: str) -> dict[str, Any]:
    sample = TABLE[name].sample
    return sample(world, world.line_of(role)) if sample else {}


def shows_unseen(browser: Client, names: list[str], address: str) -> bool:
    """Whether the answer holds a name and nothing was written down about it."""
    with transaction.atomic():
        before = Read.objects.count()
        answer = browser.get(address)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        written = Read.objects.count() > before
        transaction.set_rollback(True)
    text = body.decode("utf-8", "ignore")
    return answer.status_code == 200 and not written and any(name in text for name in names)
