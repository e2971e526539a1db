"""One worker at a time on one thing, by an advisory lock of PostgreSQL: it dies with the worker's connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone_with(family: str, number: int) -> Iterator[bool]:
    """Whether this worker has the thing `number` of `family` to itself: False, at once, when another one has it.

    Only the low 31 bits of `number` count, so that two things 2³¹ apart would wait for each other; nothing else goes wrong.
    """
    key: list[str | int] = [family, number % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", key)
        held = bool((cursor.fetchone() or [False])[0])
    try:
        yield held
    finally:
        if held and connection.connection and not connection.connection.closed:
            _release(key)


def _release(key: list[str | int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", key)
