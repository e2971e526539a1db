"""/healthz tells which part is down, and answers quickly when one hangs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError
from django.urls import reverse
from django.utils import timezone

from ksbb.common import pulses
from ksbb.notifications.models import Message
from ksbb.notifications.tasks import HEARTBEAT
from ksbb.settings.queues import BULK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker_lives() -> Iterator[None]:
    cache.set(HEARTBEAT, timezone.now().timestamp())
    pulses.beat([queue.name for queue in settings.CELERY_TASK_QUEUES])
    yield
    cache.delete(HEARTBEAT)
    cache.delete_many([pulses.PREFIX + queue.name for queue in settings.CELERY_TASK_QUEUES])


@pytest.fixture
def hanging_port() -> Iterator[int]:
    """Somebody who takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        calls: list[socket.socket] = []
        server.settimeout(0.1)
        done = threading.Event()

        def take() -> None:
            while not done.is_set():
                try:
                    calls.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take)
        thread.start()
        yield server.getsockname()[1]
        done.set()
        thread.join()
        for call in calls:
            call.close()


def waiting(minutes: int) -> None:
    message = Message.objects.create(kind="accounts/invitation", to_user_id=1)
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - timedelta(minutes=minutes))


def test_all_is_well(client):
    response = client.get(reverse("portal:health"))
    assert response.status_code == 200
    assert response.json()["ok"] is True
    assert set(response.json()) == {"ok", "database", "broker", "worker", "queues", "photos", "scanner", "outbox"}


def test_a_worker_that_never_reported_is_down(client):
    cache.delete(HEARTBEAT)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["worker"] == {"ok": False, "heartbeat_age_seconds": None}


def test_a_worker_that_has_been_silent_is_down(client):
    cache.set(HEARTBEAT, timezone.now().timestamp() - 300)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["worker"]["heartbeat_age_seconds"] >= 300


def test_a_queue_that_nobody_takes_from_is_down(client):
    """The letters' worker lives, the one for files does not."""
    cache.delete(pulses.PREFIX + BULK)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["worker"]["ok"] is True
    assert response.json()["queues"][f"{BULK}_age_seconds"] is None


def test_a_message_that_waits_is_no_trouble(client):
    waiting(minutes=1)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 200
    assert response.json()["outbox"]["waiting"] == 1


def test_a_message_that_nobody_sends_is(client):
    waiting(minutes=11)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["outbox"]["lag_seconds"] >= 660


def test_a_broker_that_is_away_is_told(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["broker"] == {"ok": False}


def test_a_broker_that_hangs_does_not_hang_the_answer(client, settings, hanging_port):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{hanging_port}/0"
    begin = time.monotonic()
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize("error", [OperationalError, DatabaseError])
def test_a_database_that_is_away_is_told(client, monkeypatch, error):
    def away(*_: object) -> None:
        raise error("connection refused")

    monkeypatch.setattr("django.db.models.query.QuerySet.count", away)
    response = client.get(reverse("portal:health"))
    assert response.status_code == 503
    assert response.json()["database"] == {"ok": False}


def test_it_is_asked_afresh_each_time_and_tells_no_names(client):
    response = client.get(reverse("portal:health"))
    assert "no-store" in response["Cache-Control"]
    assert "redis" not in response.content.decode()
    assert client.post(reverse("portal:health")).status_code == 405


def test_a_web_process_takes_people_also_when_no_worker_lives(client):
    cache.delete(HEARTBEAT)
    assert client.get(reverse("portal:ready")).json() == {"ok": True}


def test_without_its_database_it_takes_nobody(client, monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.transaction.atomic", away)
    assert client.get(reverse("portal:ready")).status_code == 503
