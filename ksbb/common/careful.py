"""A broker or a cache that is away is asked once in a while, not by every page: each asking may cost the seconds of a time-out.

After a failure a process takes it as away for `RESTS` seconds. Whoever asks meanwhile is told so at once, by the error that the
asking itself would have ended with, so that nobody needs to know of this.
"""

from __future__ import annotations

import time
from typing import Any

from celery import Celery
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from kombu.exceptions import OperationalError
from redis import ConnectionError as NoConnection
from redis import Redis
from redis import TimeoutError as NoAnswer

RESTS = 5.0


class Away:
    """What one process knows of one service."""

    def __init__(self) -> None:
        self._until = float("-inf")

    def __bool__(self) -> bool:
        return time.monotonic() < self._until

    def noted(self) -> None:
        self._until = time.monotonic() + RESTS


class CarefulCelery(Celery):
    """Sends tasks as Celery does; after a failure not for a while, and `OperationalError` at once."""

    broker_is_away = Away()

    def send_task(self, *args: Any, **kwargs: Any) -> Any:
        if self.broker_is_away:
            raise OperationalError("the broker was away a moment ago")
        try:
            return super().send_task(*args, **kwargs)
        except OperationalError:
            self.broker_is_away.noted()
            raise


class _Line(Redis):
    """A client that asks no cache which was away a moment ago."""

    cache_is_away = Away()

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if self.cache_is_away:
            raise NoConnection("the cache was away a moment ago")
        try:
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]
        except (NoConnection, NoAnswer):
            self.cache_is_away.noted()
            raise


class _Client(RedisCacheClient):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._client = _Line


class CarefulRedisCache(RedisCache):
    """Django's own, by that client."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
