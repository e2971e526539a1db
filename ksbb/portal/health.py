"""Is everything there that the portal lives from? Each question has a short limit: a part that hangs counts as down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from ksbb.common import pulses, scanning
from ksbb.imports.models import HeldFile
from ksbb.notifications.models import Message
from ksbb.notifications.tasks import HEARTBEAT
from verification import photo_watch

LIMIT = 1.0
# The worker's pulse comes every 15 seconds, the sweep of the outbox every 30.
OLDEST_PULSE = 90
LONGEST_WAIT = 600


@dataclass(frozen=True)
class Part:
    """One part, and what is known of it."""

    is_up: bool
    facts: dict[str, int | None]

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.is_up, **self.facts}


def parts() -> dict[str, Part]:
    """Every part by its name. The worker's pulse lies in the broker; while that is away nothing is known of it."""
    broker = _broker()
    outbox = _outbox()
    unknown = Part(is_up=False, facts={"heartbeat_age_seconds": None})
    return {
        "database": Part(is_up=outbox is not None, facts={}),
        "broker": broker,
        "worker": _worker() if broker.is_up else unknown,
        "queues": _queues(),
        "photos": _photos() if outbox else Part(is_up=False, facts={"lag_seconds": None}),
        "scanner": _scanner() if outbox else Part(is_up=False, facts={"on": int(scanning.is_on()), "waiting": None}),
        "outbox": outbox or Part(is_up=False, facts={"waiting": None, "lag_seconds": None}),
    }


def database_answers() -> bool:
    """Within the limit, and nothing more is asked of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [int(LIMIT * 1000)])
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> Part:
    client: Redis = Redis.from_url(
        settings.CELERY_BROKER_URL, socket_timeout=LIMIT, socket_connect_timeout=LIMIT, retry=Retry(NoBackoff(), 0)
    )
    try:
        return Part(is_up=bool(client.ping()), facts={})
    except (RedisError, OSError):
        return Part(is_up=False, facts={})
    finally:
        client.close()


def _worker() -> Part:
    try:
        pulse = cache.get(HEARTBEAT)
    except (RedisError, OSError):
        pulse = None
    age = None if pulse is None else int(timezone.now().timestamp() - pulse)
    return Part(is_up=age is not None and age <= OLDEST_PULSE, facts={"heartbeat_age_seconds": age})


def _queues() -> Part:
    """Seconds since somebody who takes from each queue was heard; a queue that nobody takes from is down."""
    ages = pulses.ages() or {queue.name: None for queue in settings.CELERY_TASK_QUEUES}
    is_up = not any(pulses.is_silent(age) for age in ages.values())
    return Part(is_up=is_up, facts={f"{name}_age_seconds": age for name, age in ages.items()})


def _photos() -> Part:
    """How long the photo that waits longest for the worker has been waiting."""
    since = photo_watch.waiting_since()
    lag = 0 if since is None else int((timezone.now() - since).total_seconds())
    return Part(is_up=lag <= LONGEST_WAIT, facts={"lag_seconds": lag})


def _scanner() -> Part:
    """Whether the virus scanner answers, where there is one; how many photos and other files wait for it."""
    is_up = not scanning.is_on() or scanning.answers(LIMIT)
    waiting = photo_watch.held_count() + HeldFile.objects.waiting().count()
    return Part(is_up=is_up, facts={"on": int(scanning.is_on()), "waiting": waiting})


def _outbox() -> Part | None:
    """How many messages wait, and how long the oldest has been due; None when the database does not answer."""
    now = timezone.now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [int(LIMIT * 1000)])
            waiting = Message.objects.waiting().count()
            due = Message.objects.waiting().filter(next_try_at__lte=now).order_by("next_try_at").first()
    except DatabaseError:
        return None
    lag = 0 if due is None else int((now - due.next_try_at).total_seconds())
    return Part(is_up=lag <= LONGEST_WAIT, facts={"waiting": waiting, "lag_seconds": lag})
