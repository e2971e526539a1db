"""The one world of these tests: built once, asked by all of them, in one process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from ksbb.common import pulses
from ksbb.notifications.tasks import HEARTBEAT
from tests.house.matrix.asking import Asked, key_of, keys_of
from tests.house.matrix.crawl import Crawl
from tests.house.matrix.private import private_values
from tests.house.world import World, build
from tests.house.world_private import fill_private


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built in a transaction that never ends; each question is asked within it and taken back."""
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["default"] = storages["default"] | {"OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}}
    with django_db_blocker.unblock(), override_settings(STORAGES=storages), transaction.atomic():
        cache.clear()
        made = build()
        fill_private()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def insiders(world: World, django_db_blocker: Any) -> dict[str, str]:
    """Role → session, of the people of this world and of those without a role."""
    with django_db_blocker.unblock():
        own = {"anonymous": "", "newcomer": key_of(world.newcomer), "staff": key_of(world.staff)}
        return keys_of(world.insiders) | own


@pytest.fixture(scope="package")
def strangers(world: World, django_db_blocker: Any) -> dict[str, str]:
    with django_db_blocker.unblock():
        return keys_of(world.strangers)


@pytest.fixture(scope="package")
def private(world: World, django_db_blocker: Any) -> dict[str, set[str]]:
    """Column → what stands in it, of everybody who is in the base."""
    with django_db_blocker.unblock():
        return private_values()


@pytest.fixture(scope="package")
def asked(world: World, insiders: dict[str, str], private: dict[str, set[str]]) -> Asked:
    return Asked(world, insiders, Crawl(private))


@pytest.fixture(autouse=True)
def _heard() -> None:
    """The worker was heard a moment ago, however long the questions take."""
    cache.set(HEARTBEAT, timezone.now().timestamp())
    pulses.beat([queue.name for queue in settings.CELERY_TASK_QUEUES])
