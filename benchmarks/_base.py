"""A database of the bench's own beside the demo's, made anew and dropped at the end; and loading without indexes."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import django
import psycopg


def start() -> None:
    """Django with the settings of the tests (nothing is debugged), and a broker and a cache that keep everything to themselves."""
    # Whoever is asked to stop tidies up first: the databases of the run are dropped.
    signal.signal(signal.SIGTERM, lambda _signum, _frame: sys.exit(143))
    os.environ["DJANGO_SETTINGS_MODULE"] = "ksbb.settings.test"
    django.setup()
    from celery import current_app  # noqa: PLC0415 - the settings come first
    from django.conf import settings  # noqa: PLC0415

    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bench"}

    current_app.conf.update(broker_url="memory://localhost", task_ignore_result=True)
    # Photos and papers of the run lie in a place of its own, too.
    files = tempfile.mkdtemp(prefix="ksbb-bench-")
    atexit.register(shutil.rmtree, files, ignore_errors=True)
    storages: Any = settings.STORAGES
    storages["default"]["OPTIONS"]["location"] = files


class Like(NamedTuple):
    """What a database holds: `fill` is done once in a run, upon a copy of `beneath` or of the empty migrated one."""

    name: str
    fill: Callable[[], object]
    beneath: Like | None = None


# What the databases of the run are copied from, by name.
_patterns: dict[str, str] = {}


@contextmanager
def own_database(like: Like | None = None) -> Iterator[None]:
    """Everything inside runs in a new, migrated database, which is dropped afterwards.

    Whoever asks for the same `like` again gets a copy, equal to the last sequence.
    """
    name = f"ksbb_bench_{secrets.token_hex(4)}"
    _administered(f'CREATE DATABASE "{name}" TEMPLATE "{_pattern(like)}"')
    try:
        with inside(name):
            yield
    finally:
        _drop(name)


def _pattern(like: Like | None) -> str:
    from django.core.management import call_command  # noqa: PLC0415

    known = like.name if like else ""
    if not like and (made := os.environ.get("KSBB_MOULD")):  # the tests have a migrated one
        return made
    if known not in _patterns:
        template = f'TEMPLATE "{_pattern(like.beneath)}"' if like else ""
        name = f"ksbb_bench_{secrets.token_hex(4)}"
        _administered(f'CREATE DATABASE "{name}" {template}')
        atexit.register(_drop, name)
        with inside(name):
            like.fill() if like else call_command("migrate", verbosity=0)
        _patterns[known] = name
    return _patterns[known]


def here() -> str:
    """The name of the database that is worked in now."""
    from django.db import connection  # noqa: PLC0415

    return str(connection.settings_dict["NAME"])


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Everything inside works in this database, which is there."""
    from django.db import connection  # noqa: PLC0415

    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    connection.close()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _drop(name: str) -> None:
    # Without FORCE: that may not end an autovacuum at work there, and the plain way sends it off by itself.
    _administered(f'DROP DATABASE IF EXISTS "{name}"')


def _administered(statement: str) -> None:
    from django.db import connection  # noqa: PLC0415

    with closing(_administer(connection.settings_dict)) as admin:
        admin.execute(statement)  # type: ignore[call-overload]


def plain_connection() -> psycopg.Connection:
    """To the bench's database, without Django: each statement is prepared and commits by itself."""
    from django.db import connection  # noqa: PLC0415

    plain = _administer(connection.settings_dict)
    plain.prepare_threshold = 0
    return plain


def _administer(server: dict[str, Any]) -> psycopg.Connection:
    return psycopg.connect(
        host=server["HOST"], port=server["PORT"], user=server["USER"], password=server["PASSWORD"],
        dbname=server["NAME"], autocommit=True,
    )  # fmt: skip


def sql(statement: str, params: list[Any] | None = None) -> int:
    """Run it; how many rows it touched."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def rows_of(statement: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


@contextmanager
def bare(*tables: str) -> Iterator[None]:
    """The tables without foreign keys and indexes inside, with them again afterwards: a million rows load in seconds."""
    keys = rows_of(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u')", [list(tables)],
    )  # fmt: skip
    for table, name, _definition in keys:
        sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = rows_of(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary", [list(tables)],
    )  # fmt: skip
    for name, _definition in indexes:
        sql(f"DROP INDEX {name}")
    try:
        yield
    finally:
        sql("SET maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            sql(definition)
        for table, name, definition in sorted(keys, key=lambda key: key[2].startswith("FOREIGN")):
            sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        sql("RESET maintenance_work_mem")
        for table in tables:
            sql(f"VACUUM (ANALYZE) {table}")
