"""Which worker lives: each one says every few seconds from which queues it takes.

The worker's main process says so, by the signal of Celery's own heartbeat: it beats on while all its children are busy with long
files. Whether work is done as well shows in the length of the queue, and in the pulse that passes the letters' queue (/healthz).
"""

from __future__ import annotations

import time
from typing import Any

from celery import current_app
from celery.signals import heartbeat_sent
from django.conf import settings
from django.core.cache import cache
from redis import RedisError

PREFIX = "pulse:"
EVERY = 10.0
# Silent for so many seconds: nobody takes from the queue.
OLDEST = 90
KEPT_SECONDS = 24 * 60 * 60

_last = float("-inf")


def beat(queues: list[str]) -> None:
    """This process takes from `queues`, and lives. A cache that is away is the health page's matter, not ours."""
    now = time.time()
    try:
        cache.set_many({PREFIX + queue: now for queue in queues}, timeout=KEPT_SECONDS)
    except (RedisError, OSError):
        return


def ages() -> dict[str, int | None] | None:
    """Queue → seconds since somebody who takes from it was heard, None: not within a day. None for all: the cache is away."""
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    try:
        found = cache.get_many([PREFIX + name for name in names])
    except (RedisError, OSError):
        return None
    now = time.time()
    return {name: int(now - found[PREFIX + name]) if PREFIX + name in found else None for name in names}


def is_silent(age: int | None) -> bool:
    return age is None or age > OLDEST


def _heard(**_rest: Any) -> None:
    global _last
    if time.monotonic() - _last >= EVERY:
        _last = time.monotonic()
        beat(sorted(current_app.amqp.queues.consume_from))


heartbeat_sent.connect(_heard, dispatch_uid="pulses")
