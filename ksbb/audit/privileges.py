"""What the application's role in the database may do, and what not: it works with the tables and owns none of the trail's.

An owner role migrates. The application's role reads and writes; on tables to which rows are only added it has INSERT and SELECT,
on the history of fields SELECT alone (the triggers write it with their owner's rights). One table is its own: that of the verdicts,
because publishing criteria builds a partition beside the others (decision 0009), and only a table's owner may do that.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from ksbb.audit.models import Change, Event

# Parted by the application itself.
PARTED = "recipients_assessment"
# Written by migrations or triggers alone.
READ_ONLY = ("django_migrations", Change._meta.db_table)
GUARDED = ("UPDATE", "DELETE", "TRUNCATE")


def append_only_tables() -> list[str]:
    """Tables whose models forbid changes (a trigger named `append_only`), by name."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", ()))
    )


def grants(role: str) -> Iterator[str]:
    """The statements, in order, that give `role` what the application needs and take away all else. They may be repeated."""
    who = connection.ops.quote_name(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {who}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {who}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}"
    yield f"GRANT REFERENCES ON recipients_criteriaset TO {who}"
    for table in append_only_tables():
        yield f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {who}"
    for table in READ_ONLY:
        yield f"REVOKE INSERT, UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {who}"
    for table in (PARTED, *_partitions()):
        yield f"ALTER TABLE {connection.ops.quote_name(table)} OWNER TO {who}"


def _partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass"
            " ORDER BY 1",
            [PARTED],
        )
        return [row[0] for row in cursor.fetchall()]


def too_much(role: str) -> list[str]:
    """What `role` could do to the trail and must not, in words; nothing when all is well."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        row = cursor.fetchone()
        if row is None:
            return [f"there is no role {role}"]
        if any(row):
            found.append(f"{role} is a superuser, or may make roles")
        for table in append_only_tables():
            for what in GUARDED:
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, what])
                if (cursor.fetchone() or (True,))[0]:
                    found.append(f"{role} may {what} {table}")
        cursor.execute(
            "SELECT pg_has_role(%s, relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass",
            [role, Event._meta.db_table],
        )
        if (cursor.fetchone() or (True,))[0]:
            found.append(f"{role} is, or can become, the owner of {Event._meta.db_table}")
    return found
