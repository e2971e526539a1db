"""How the tables are emptied after a test that commits: only those that hold something, by DELETE.

Django's way, TRUNCATE of every table, makes each table and each of its indexes a new file, and then asks for every kind of content
and permission anew: some tenths of a second for a handful of rows, at the end of each of many hundreds of tests.
"""

from __future__ import annotations

from itertools import count

from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

# Django's own, made from the code: they hold nothing of a test.
STAYING = {"django_migrations", "django_content_type", "auth_permission"}
# Deleted rows stay in the files: from time to time, and where a test wrote many, the tables begin anew all the same.
ANEW_EVERY = 40
MANY = 3_000

_times = count(1)


def emptied() -> None:
    """Every table of ours is empty; guards that forbid it sleep meanwhile."""
    filled = _filled()
    if next(_times) % ANEW_EVERY == 0 or any(rows > MANY for rows in filled.values()):
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        return
    if not filled:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        guards = _guards(list(filled))
        for table, guard in guards:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(_name(table), _name(guard)))
        for table in filled:
            cursor.execute(sql.SQL("DELETE FROM {}").format(_name(table)))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, guard in guards:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER {}").format(_name(table), _name(guard)))


def _filled() -> dict[str, int]:
    """Tables that hold something, and how many rows, counted no further than need be."""
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - STAYING)
    one = sql.SQL("SELECT {} AS name, (SELECT count(*) FROM (SELECT FROM {} LIMIT {}) AS first) AS rows")
    parts = sql.SQL(" UNION ALL ").join(one.format(table, _name(table), MANY + 1) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM ({}) AS every_table WHERE rows > 0").format(parts))
        return dict(cursor.fetchall())


def _guards(tables: list[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' "
            "AND tgrelid = ANY(%s::regclass[])",
            [tables],
        )
        return cursor.fetchall()


def _name(of: str) -> sql.Identifier:
    return sql.Identifier(of)
