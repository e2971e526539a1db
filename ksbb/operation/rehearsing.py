"""Migrations on a copy, while others want to read and write there: how long would they have waited?

Beside the migration two connections a table try, twenty times a second, what the portal does all day: one takes the lock of a
reader and reads a row, the other the locks of a writer (of the table, and of its first row) and lets go. The server itself tells
how long each of them stands behind the migration, so that a busy machine is not taken for a lock; and which strong locks that held.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from ksbb.operation.counting import tables

EVERY = 0.05
MOST_TABLES = 12
STRONG = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")
_HELD = """
    SELECT DISTINCT c.relname || ' ' || l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.granted AND l.pid = %s AND l.mode = ANY(%s) AND c.relkind IN ('r', 'p')
"""
_WAITING = """
    SELECT pid, extract(epoch FROM clock_timestamp() - waitstart)::float8 FROM pg_locks
    WHERE NOT granted AND waitstart IS NOT NULL AND pid = ANY(%s) AND %s = ANY(pg_blocking_pids(pid))
"""
_LARGEST = """
    SELECT c.oid::regclass::text FROM pg_class c WHERE c.oid = ANY(%s::regclass[]) ORDER BY pg_table_size(c.oid) DESC, 1 LIMIT %s
"""
READ = sql.SQL("LOCK TABLE {0} IN ACCESS SHARE MODE; SELECT 1 FROM {0} LIMIT 1")
WRITE = sql.SQL("LOCK TABLE {0} IN ROW EXCLUSIVE MODE; SELECT 1 FROM {0} LIMIT 1 FOR NO KEY UPDATE")


@dataclass(frozen=True)
class Wait:
    """Somebody stood behind the migration at `table` from `began` (monotonic) on, `seconds` long."""

    table: str
    began: float
    seconds: float


@dataclass
class Felt:
    """What one migration took, and what others felt of it. Seconds."""

    name: str
    seconds: float = 0.0
    reader: Wait | None = None
    writer: Wait | None = None
    locks: set[str] = field(default_factory=set)

    @property
    def longest(self) -> float:
        return max((wait.seconds for wait in (self.reader, self.writer) if wait), default=0.0)


class Crowd:
    """Those who want to read and write meanwhile, and somebody who looks on. `pid`: of the migration's connection."""

    def __init__(self, watched: list[str], pid: int) -> None:
        self.over = Event()
        self.pid = pid
        self.reads: list[Wait] = []
        self.writes: list[Wait] = []
        self.held: list[tuple[float, str]] = []
        self.places: dict[int, tuple[str, list[Wait]]] = {}
        tries = [(table, READ, self.reads) for table in watched] + [(table, WRITE, self.writes) for table in watched]
        self.threads = [Thread(target=self._try_on, args=one) for one in tries]
        self.threads.append(Thread(target=self._look_on))

    def _try_on(self, table: str, what: sql.SQL, into: list[Wait]) -> None:
        statement = what.format(sql.SQL(table))  # type: ignore[arg-type]  # the catalogue's own spelling, quoted where it must be
        with _line() as line:
            self.places[line.info.backend_pid] = (table, into)
            while not self.over.wait(EVERY):
                with suppress(psycopg.errors.UndefinedTable), line.transaction(force_rollback=True):
                    line.execute(statement)

    def _look_on(self) -> None:
        with _line() as line:
            while not self.over.wait(EVERY):
                now = time.monotonic()
                self.held += [(now, what) for (what,) in line.execute(_HELD, [self.pid, list(STRONG)])]
                for pid, seconds in line.execute(_WAITING, [list(self.places), self.pid]):
                    table, into = self.places[pid]
                    into.append(Wait(table, now - seconds, seconds))

    def felt(self, name: str, began: float, ended: float) -> Felt:
        """What overlapped with that time."""

        def longest(waits: list[Wait]) -> Wait | None:
            within = [one for one in waits if one.began < ended and one.began + one.seconds > began]
            return max(within, key=lambda one: one.seconds, default=None)

        locks = {what for at, what in self.held if began <= at <= ended}
        return Felt(name, ended - began, longest(self.reads), longest(self.writes), locks)


def _line() -> psycopg.Connection[Any]:
    wanted = {key: value for key, value in connection.get_connection_params().items() if key in _PLAIN}
    return psycopg.connect(**wanted, autocommit=True, application_name="rehearsal")


_PLAIN = {"host", "port", "user", "password", "dbname", "connect_timeout"}


@contextmanager
def crowd(watched: list[str]) -> Iterator[Crowd]:
    """Inside, others read and write `watched`; outside, nobody does any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone() or (0,)
    people = Crowd(watched, int(pid))
    for thread in people.threads:
        thread.start()
    try:
        yield people
    finally:
        people.over.set()
        for thread in people.threads:
            thread.join()


def largest() -> list[str]:
    """The tables with the most in them: where a lock is long, and where it is felt."""
    with connection.cursor() as cursor:
        cursor.execute(_LARGEST, [tables(), MOST_TABLES])
        return [name for (name,) in cursor.fetchall()]


def outstanding() -> list[str]:
    """The migrations that `migrate` would apply now, in its order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def rehearse(told: Callable[[Felt], None], watched: list[str]) -> list[Felt]:
    """Apply what is outstanding, as `migrate` does, and tell of each what others felt on the `watched` tables."""
    felt: list[Felt] = []
    began = 0.0

    def progress(step: str, migration: Any = None, fake: bool = False, /) -> None:
        nonlocal began
        if step == "apply_start":
            began = time.monotonic()
        elif step == "apply_success":
            ended = time.monotonic()
            felt.append(people.felt(str(migration), began, ended))
            told(felt[-1])

    executor = MigrationExecutor(connection, progress)  # type: ignore[arg-type]
    with crowd(watched) as people:
        executor.migrate(executor.loader.graph.leaf_nodes())
    return felt
