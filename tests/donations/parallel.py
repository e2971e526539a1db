"""Many at once: threads with connections of their own on the real database, let go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

# The PostgreSQL of the tests allows three hundred connections.
MOST = 100


def at_once(steps: Sequence[Callable[[], Any]], *, width: int = 0) -> list[Any]:
    """What each step answered, or the exception it raised. The first `width` (all, up to MOST) start in one moment."""
    width = min(width or len(steps), len(steps), MOST)
    start = Barrier(width)
    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(partial(_run, start, width), range(len(steps)), steps))


def _run(start: Barrier, width: int, number: int, step: Callable[[], Any]) -> Any:
    try:
        connection.ensure_connection()
        if number < width:
            start.wait(timeout=60)
        return step()
    except Exception as error:  # noqa: BLE001 - the test looks at what came
        return error
    finally:
        connection.close()


def kinds(answers: Sequence[Any]) -> dict[str, int]:
    """How many answers of each type: {"Pledge": 10, "NotEnoughLeft": 90}."""
    names = [type(answer).__name__ for answer in answers]
    return {name: names.count(name) for name in sorted(set(names))}
