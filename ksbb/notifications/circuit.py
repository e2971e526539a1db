"""A channel that fails again and again is left alone for a while, so that a thousand messages do not wait for it one by one.

Kept in the cache, for all workers; without a cache every message is tried, which is slow and right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

FAILURES = 3
REST_SECONDS = 120
FORGET_SECONDS = 600


def rests_until(channel: str) -> datetime | None:
    """When the channel may be asked again; None: now."""
    try:
        until = cache.get(f"circuit-until:{channel}")
    except (RedisError, OSError):
        return None
    moment = timezone.now()
    return until if until is not None and until > moment else None


def failed(channel: str) -> None:
    """One more failure in a row; after FAILURES the channel rests. The first failure after a rest lets it rest again."""
    key = f"circuit-failures:{channel}"
    try:
        cache.add(key, 0, FORGET_SECONDS)
        if cache.incr(key) >= FAILURES:
            cache.set(f"circuit-until:{channel}", timezone.now() + timedelta(seconds=REST_SECONDS), REST_SECONDS)
            cache.set(key, FAILURES - 1, FORGET_SECONDS)
    except (RedisError, OSError, ValueError):
        return


def succeeded(channel: str) -> None:
    try:
        cache.delete_many([f"circuit-failures:{channel}", f"circuit-until:{channel}"])
    except (RedisError, OSError):
        return
