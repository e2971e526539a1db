"""How many rows each table holds, and which migration of each app was the last: what a restored base is compared by."""

from __future__ import annotations

from django.db import connection

TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY 1
"""
LAST = "SELECT app, (array_agg(name ORDER BY id DESC))[1] FROM django_migrations GROUP BY app"


def tables() -> list[str]:
    """Every table that holds rows of its own (a partitioned one is counted by its partitions), quoted where it must be."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def rows() -> dict[str, int]:
    """Table → rows, counted in one statement."""
    parts = [f"SELECT %s, count(*) FROM {name}" for name in tables()]  # noqa: S608 - names come from the catalogue, quoted
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), tables())
        return dict(cursor.fetchall())


def migrations() -> dict[str, str]:
    """App → its last migration."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return dict(cursor.fetchall())


def difference(wanted: dict[str, int], found: dict[str, int]) -> list[str]:
    """A line for every table that holds other than it should."""
    return [
        f"{name}: {found.get(name, 'missing')} rows instead of {wanted.get(name, 'none')}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]
