"""What code asks of the database, written down as it is sent, and asked again without Python in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection


class Asked(NamedTuple):
    """One statement as it was sent."""

    sql: str
    params: Any


@contextmanager
def written_down() -> Iterator[list[Asked]]:
    """Every statement but BEGIN and COMMIT; savepoints are among them."""
    sent: list[Asked] = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(Asked(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield sent


def replay(cursor: Any, statements: Sequence[Asked]) -> float:
    """Seconds for the statements one after the other, their rows fetched. `cursor` is psycopg's own."""
    begin = time.perf_counter()
    for statement in statements:
        cursor.execute(*statement)
        if cursor.description:
            cursor.fetchall()
    return time.perf_counter() - begin
