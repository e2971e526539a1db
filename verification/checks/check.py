"""What a check is: a name, a sentence, and a way to find what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

SAMPLES = 5


@dataclass(frozen=True)
class Found:
    """How many rows break the sentence, and a few of them by public id (never by name or number of a person)."""

    count: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """`says` is the sentence that must be true; `find` takes whether everything or a sample is to be looked at."""

    name: str
    says: str
    find: Callable[[bool], Found]


def from_sql(name: str, says: str, statement: str, params: Sequence[Any] = ()) -> Check:
    """`statement` selects one column that names each row which breaks the sentence."""

    def find(_everything: bool) -> Found:
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH broken(what) AS ({statement}) "  # noqa: S608 - statements of ours, values bound
                f"SELECT count(*), (SELECT array_agg(what::text) FROM (SELECT what FROM broken LIMIT {SAMPLES}) few) FROM broken",
                params,
            )
            count, samples = cursor.fetchone() or (0, None)
        return Found(count, tuple(samples or ()))

    return Check(name, says, find)


def found_in(names: Sequence[str]) -> Found:
    """The same from a list that Python made."""
    return Found(len(names), tuple(names[:SAMPLES]))
