"""The triggers that keep the history of fields: for migrations.

One function serves every table. It fires once for a statement and sees all its rows, so bulk work pays by the row and not by the
trigger, and neither `bulk_update`, COPY nor SQL by hand passes by. It runs with its owner's rights: the application needs none on
the table it writes to, and so can write nothing else there.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations import RunSQL

# `TG_ARGV`: the key of the table, the columns whose values may be kept, the columns that do not count. OFFSET 0: each row is turned
# into JSON once, not once more for each of its columns.
FUNCTION = """
CREATE FUNCTION audit_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    number CONSTANT bigint := pg_current_xact_id()::text::bigint;
    shown CONSTANT text[] := TG_ARGV[1];
    quiet CONSTANT text[] := TG_ARGV[2];
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(
            'INSERT INTO public.audit_change (COLUMNS)
             SELECT %1$L, ''I'', min(n.%2$I), max(n.%2$I), count(*), ''{}'', ''{}'', '''', now(), $1, session_user
             FROM new_rows n HAVING count(*) > 0', TG_TABLE_NAME, TG_ARGV[0]) USING number;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_change (COLUMNS)
        SELECT TG_TABLE_NAME, 'D', (o.j ->> TG_ARGV[0])::bigint, (o.j ->> TG_ARGV[0])::bigint, 1, '{}', kept.old,
            coalesce(o.j ->> 'region', ''), now(), number, session_user
        FROM (SELECT to_jsonb(r) AS j FROM old_rows r) o
        CROSS JOIN LATERAL (
            SELECT coalesce(jsonb_object_agg(k.key, jsonb_build_array(k.value, NULL)), '{}') AS old
            FROM jsonb_each(o.j) k WHERE k.key = ANY (shown)
        ) kept;
    ELSIF TG_ARGV[0] = 'id' THEN
        INSERT INTO public.audit_change (COLUMNS)
        SELECT TG_TABLE_NAME, 'U', c.id, c.id, 1, d.columns, d.changed, coalesce(c.after ->> 'region', ''), now(), number,
            session_user
        FROM (
            SELECT n.id, to_jsonb(o) AS before, to_jsonb(n) AS after FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE o IS DISTINCT FROM n OFFSET 0
        ) c DIFFERENCE;
    ELSE
        INSERT INTO public.audit_change (COLUMNS)
        SELECT TG_TABLE_NAME, 'U', (c.after ->> TG_ARGV[0])::bigint, (c.after ->> TG_ARGV[0])::bigint, 1, d.columns, d.changed,
            coalesce(c.after ->> 'region', ''), now(), number, session_user
        FROM (
            SELECT o.j AS before, n.j AS after FROM (SELECT to_jsonb(r) AS j FROM old_rows r) o
            JOIN (SELECT to_jsonb(r) AS j FROM new_rows r) n ON n.j -> TG_ARGV[0] = o.j -> TG_ARGV[0]
            WHERE o.j <> n.j OFFSET 0
        ) c DIFFERENCE;
    END IF;
    RETURN NULL;
END;
$$;
REVOKE ALL ON FUNCTION audit_note_change() FROM PUBLIC;
""".replace(
    "COLUMNS", '"table", operation, row_id, last_id, rows, columns, "values", region, at, tx, database_role'
).replace(
    "DIFFERENCE",
    """CROSS JOIN LATERAL (
            SELECT array_agg(k.key ORDER BY k.key) AS columns,
                coalesce(jsonb_object_agg(k.key, jsonb_build_array(c.before -> k.key, k.value))
                    FILTER (WHERE k.key = ANY (shown)), '{}') AS changed
            FROM jsonb_each(c.after) k
            WHERE k.value IS DISTINCT FROM c.before -> k.key AND k.key <> ALL (quiet)
        ) d WHERE d.columns IS NOT NULL""",
)
DROP = "DROP FUNCTION audit_note_change();"
EVENTS = {"insert": "new_rows", "update": "old_rows new_rows", "delete": "old_rows"}


def the_function() -> RunSQL:
    return RunSQL(FUNCTION, DROP)


def watch(table: str, shown: str, *, quiet: str = "", key: str = "id") -> RunSQL:
    """Keep the history of `table`: of the columns `shown` with their values, of all others only that they changed.

    `quiet` columns are written by the portal itself all the time and tell nothing.
    """
    make = [_trigger(table, event, key, shown.split(), ["updated_at", *quiet.split()]) for event in EVENTS]
    drop = [f"DROP TRIGGER history_{event} ON {table};" for event in EVENTS]
    return RunSQL("\n".join(make), "\n".join(drop))


def _trigger(table: str, event: str, key: str, shown: Sequence[str], quiet: Sequence[str]) -> str:
    names = {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"}
    seen = " ".join(names[name] for name in EVENTS[event].split())
    arguments = f"'{key}', '{{{','.join(shown)}}}', '{{{','.join(quiet)}}}'"
    return (
        f"CREATE TRIGGER history_{event} AFTER {event.upper()} ON {table} REFERENCING {seen}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION audit_note_change({arguments});"
    )
