"""What is not as it should be is told once, to the operators alone, and so is its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import inf
from typing import Any

import pytest
from django.conf import settings as the_settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common import measuring, pulses
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState
from ksbb.operation import gauges
from ksbb.operation.actions.watch_over import QUIET, watch_over
from ksbb.operation.alarms import RULES, judged
from ksbb.operation.condition import Room
from ksbb.operation.gauges import Gauges, Last, Stored
from ksbb.operation.models import Alarm, Checkup
from ksbb.settings.queues import BULK
from tests.conftest import Acting

HOUR = 3600
FINE = Last(is_good=True, findings=0, age=HOUR)
STORED = Stored(last={"check_data": FINE, "verify_trail": FINE}, unsealed={"event": 30})
WELL = Gauges(
    stored=STORED,
    queues={BULK: 3},
    pulses={queue.name: 5 for queue in the_settings.CELERY_TASK_QUEUES},
    slow_lately=0,
    room=Room(free=50, total=100),
    backup_age=HOUR,
    certificate_until=timezone.now() + timedelta(days=60),
)
BROKEN: dict[str, Gauges] = {
    "outbox_lag": replace(WELL, stored=replace(STORED, lag=660)),
    "letters_failed": replace(WELL, stored=replace(STORED, failed_lately=6)),
    "worker_silent": replace(WELL, pulses=(WELL.pulses or {}) | {BULK: None}),
    "queue_long": replace(WELL, queues={BULK: 1001}),
    "imports_stuck": replace(WELL, stored=replace(STORED, imports_age=2 * HOUR)),
    "slow_queries": replace(WELL, slow_lately=21),
    "seals_late": replace(WELL, stored=replace(STORED, unsealed={"event": HOUR})),
    "check_data": replace(WELL, stored=replace(STORED, last=STORED.last | {"check_data": Last(False, 2, 60)})),
    "verify_trail": replace(
        WELL, stored=replace(STORED, last=STORED.last | {"verify_trail": Last(True, 0, 40 * HOUR)})
    ),
    "backup_old": replace(WELL, backup_age=32 * HOUR),
    "disk_scarce": replace(WELL, room=Room(free=9, total=100)),
    "replica_late": replace(WELL, replica_lag=inf),
    "certificate_ends": replace(WELL, certificate_until=timezone.now() + timedelta(days=3)),
}


@pytest.fixture(autouse=True)
def backed_up(settings: Any) -> None:
    settings.BACKUP_DIR = "/nowhere"


@pytest.fixture
def operator(acting: Acting) -> Actor:
    actor = acting("donor")
    get_user_model().objects.filter(pk=actor.user_id).update(is_staff=True)
    return actor


def ringing(now: Gauges) -> set[str]:
    return {key for key, seen in judged(now).items() if seen}


def test_all_is_well() -> None:
    assert ringing(WELL) == set()
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize("key", BROKEN)
def test_each_fault_rings_its_own_bell(key: str) -> None:
    assert ringing(BROKEN[key]) == {key}


def test_what_cannot_be_known_neither_rings_nor_ends() -> None:
    dark = Gauges(None, None, None, None, WELL.room, None, None)
    assert {key for key, seen in judged(dark).items() if seen is None} == set(RULES) - {"disk_scarce", "replica_late"}
    assert ringing(dark) == set()


def letters(kind: str) -> list[int]:
    return list(Message.objects.filter(kind=kind).values_list("to_user_id", flat=True))


def test_an_event_is_told_once_to_the_operators_and_so_is_its_end(operator: Actor, outsider: Actor) -> None:
    broken, worse = BROKEN["outbox_lag"], replace(WELL, stored=replace(STORED, lag=9000))
    assert watch_over(broken) == (["outbox_lag"], [])
    assert watch_over(worse) == ([], [])
    assert Alarm.objects.get().value == "150 min"
    assert watch_over(WELL) == ([], []), "well for a moment only"
    assert watch_over(broken) == ([], [])
    Alarm.objects.update(seen_at=timezone.now() - QUIET)
    assert watch_over(replace(WELL, stored=None)) == ([], []), "not known is not well"
    assert watch_over(WELL) == ([], ["outbox_lag"])
    assert watch_over(WELL) == ([], [])
    assert letters("operation/alarm_opened") == letters("operation/alarm_closed") == [operator.user_id]
    assert watch_over(broken) == (["outbox_lag"], []), "the next event is another one"


def test_the_page_shows_it_with_the_first_step(operator: Actor, client_as: Callable[[Actor], Client]) -> None:
    watch_over(BROKEN["worker_silent"])
    page = client_as(operator).get("/operasi/").text
    assert "Pekerja tidak terdengar" in page
    assert "Nyalakan lagi pekerja" in page


def test_what_is_measured_is_what_lies_there(db: None) -> None:
    cache.delete_many([pulses.PREFIX + queue.name for queue in the_settings.CELERY_TASK_QUEUES])
    pulses.beat([BULK])
    long_ago = timezone.now() - timedelta(hours=2)
    Message.objects.create(kind="a/b", to_user_id=1)
    Message.objects.update(next_try_at=long_ago)
    Message.objects.create(kind="a/b", to_user_id=1, state=MessageState.FAILED, failed_at=timezone.now())
    Message.objects.create(kind="a/b", to_user_id=1, state=MessageState.FAILED, failed_at=long_ago)
    run = Checkup.objects.create(kind="backup", began_at=long_ago, ended_at=long_ago, is_good=True)
    trail.record("kenari.seen", run, actor=SYSTEM)
    now = gauges.gather()
    assert now.stored is not None
    assert (now.stored.waiting, now.stored.failed, now.stored.failed_lately) == (1, 2, 1)
    assert now.stored.lag >= 7200
    assert now.backup_age is not None
    assert now.backup_age >= 7200
    assert now.stored.last["backup"].is_good
    assert now.stored.seal_age["event"] is None
    assert now.pulses is not None
    assert [name for name, age in now.pulses.items() if age is not None] == [BULK]


def test_a_slow_statement_is_told_by_its_shape_without_a_value(
    caplog: pytest.LogCaptureFixture, db: None, settings: Any, client: Client
) -> None:
    caplog.set_level(logging.WARNING, "ksbb.slow")
    with measuring.tallied(lambda: "portal:home", slow_after=0.3), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.35), 'Siti', %s, 3173 WHERE 1 IN (%s, %s)", ["Aminah", 1, 2])
        cursor.execute("SELECT 1")
    [record] = caplog.records
    told = record.facts  # type: ignore[attr-defined]
    assert told["where"] == "portal:home"
    assert told["statement"] == "SELECT pg_sleep(?), ?, … WHERE ? IN (%s, …)"
    before = measuring.slow_lately() or 0
    settings.SLOW_QUERY_SECONDS = 0.0
    client.get("/kebutuhan/")
    assert (measuring.slow_lately() or 0) > before
