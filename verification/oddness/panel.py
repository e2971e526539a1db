"""What a panel is: its words, and how it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.functional import Promise

MOST = 25


@dataclass(frozen=True)
class Ground:
    """Where and since when the auditor looks: official codes of areas, and a moment."""

    codes: tuple[str, ...]
    since: datetime

    @property
    def params(self) -> dict[str, Any]:
        """What `here()` and the statements of the panels take."""
        under = [f"{code}.%" for code in self.codes]
        return {"codes": list(self.codes), "under": under, "since": self.since, "most": MOST}


def here(column: str) -> str:
    """The condition in SQL that the official code in `column` lies on the ground."""
    return f"({column} = ANY(%(codes)s) OR {column} LIKE ANY(%(under)s))"


@dataclass(frozen=True)
class Row:
    """One finding. `key` names it for ever, so that it has one open case; `facts` are codes and numbers for the case."""

    key: str
    title: str
    text: str
    number: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    region: str = ""
    organisation_id: int | None = None
    report_id: int | None = None
    device_id: int | None = None
    # Public ids of the report and of the use round that it leads to.
    report: str = ""
    round: str = ""
    npsn: str = ""


@dataclass(frozen=True)
class Finder:
    """`kind` is the kind of its cases; `unit` says what the number of a row counts."""

    code: str
    kind: str
    title: str | Promise
    text: str | Promise
    unit: str | Promise
    find: Callable[[Ground], Sequence[Row]]


def ask(statement: str, ground: Ground, **more: Any) -> list[dict[str, Any]]:
    """The rows of a statement of ours as dictionaries; every value is bound."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {**ground.params, **more})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def key_of(prefix: str, *parts: object) -> str:
    """A short name of what `parts` tell apart: numbers of devices do not stand in it."""
    return f"{prefix}:{hashlib.sha256('|'.join(map(str, parts)).encode()).hexdigest()[:40]}"


def day(moment: datetime) -> str:
    """As facts keep it."""
    return moment.date().isoformat()
