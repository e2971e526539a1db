"""The seals on the trail: closed runs of entries, each with the hash of the one before, made beside the acts and never in them.

Nobody who acts waits for a seal: a task comes every minute and closes what is settled. An entry's leaf is the SHA-256 of its
columns as a JSON array; a seal's digest is the SHA-256 of the digest before it, the line "book number last_id entries total"
and all leaves. Later versions of the code must give the same bytes: columns are never taken out of a book nor put among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import Max

from ksbb.audit.models import Change, Event, Read, Seal

# One seal takes so many entries, one round of the task so many seals.
LARGEST, AT_ONCE = 10_000, 50
# Longer than any transaction lives.
WATCH_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Book:
    """A table of entries that are only ever added; `texts` are SQL expressions over its row `e`, `id` first."""

    name: str
    table: str
    texts: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return f"sha256(convert_to(jsonb_build_array({', '.join(self.texts)})::text, 'UTF8'))"


def moment(column: str) -> str:
    """A point in time as text, whatever the zone of the session."""
    return f"""to_char(e.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""


EVENTS = Book(
    "event",
    Event._meta.db_table,
    (
        "e.id",
        moment("at"),
        *(f"e.{name}" for name in ("action", "thing", "thing_id", "user_id", "organisation_id", "role", "region")),
        "e.facts",
        "e.tx",
    ),
)
READS = Book(
    "read",
    Read._meta.db_table,
    (
        "e.id",
        moment("at"),
        *(f"e.{name}" for name in ("kind", "page", "count", "people", "user_id", "organisation_id", "role", "region")),
    ),
)
CHANGES = Book(
    "change",
    Change._meta.db_table,
    (
        "e.id",
        moment("at"),
        *(f'e."{name}"' for name in ("table", "operation", "row_id", "last_id", "rows", "columns", "values", "region")),
        "e.tx",
        "e.database_role",
    ),
)
BOOKS: Mapping[str, Book] = {book.name: book for book in (EVENTS, READS, CHANGES)}


def digest_of(previous: str, name: str, number: str, last: str, entries: str, total: str, leaves: str) -> str:
    """The digest of a seal, as SQL over SQL."""
    line = f"concat_ws(' ', {name}, {number}, {last}, {entries}, {total})"
    return f"sha256({previous} || convert_to({line}, 'UTF8') || {leaves})"


def seal_all() -> int:
    """Close what is settled in every book; how many entries that were."""
    return sum(seal(book) for book in BOOKS.values())


def seal(book: Book) -> int:
    """Close the entries of `book` behind which nothing can come any more. Two at once do no harm: one of them does it."""
    upto = settled(book)
    closed = 0
    for _block in range(AT_ONCE):
        entries = _close(book, upto)
        closed += entries
        if entries < LARGEST:
            break
    return closed


def settled(book: Book) -> int:
    """The largest id up to which no transaction can bring another entry; 0 when that is not known yet.

    Numbers are given before the commit, so a lower one may appear after a higher one. Who writes holds the table's lock for
    writers before it takes a number (PostgreSQL's sequence must keep CACHE 1), until the end of the transaction. So: look which
    number is the newest, look who holds the lock, and when those are gone, all up to that number is settled. Who still works is
    remembered until the next round; nobody is made to wait.
    """
    key = f"audit:watch:{book.name}"
    watch = cache.get(key)
    newest = _newest(book)
    writers = _writers(book)
    if watch and writers & set(watch["writers"]):
        return 0
    if not writers:
        cache.delete(key)
        return newest
    cache.set(key, {"upto": newest, "writers": sorted(writers)}, timeout=WATCH_SECONDS)
    return int(watch["upto"]) if watch else 0


def _newest(book: Book) -> int:
    """A statement of its own, before the look at the writers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {book.table}")  # noqa: S608 - a name of ours
        return int((cursor.fetchone() or (0,))[0])


def _writers(book: Book) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = %s::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()",
            [book.table],
        )
        return {row[0] for row in cursor.fetchall()}


def _close(book: Book, upto: int) -> int:
    """One more seal over at most LARGEST entries; how many they were."""
    digest = digest_of("previous", "%(book)s", "number", "last_id", "entries", "total", "leaves")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH last AS (
                SELECT number, last_id, total, digest FROM audit_seal WHERE book = %(book)s ORDER BY number DESC LIMIT 1
            ), run AS (
                SELECT e.id, {book.leaf} AS leaf FROM {book.table} e
                WHERE e.id > coalesce((SELECT last_id FROM last), 0) AND e.id <= %(upto)s ORDER BY e.id LIMIT %(largest)s
            ), made AS (
                SELECT coalesce((SELECT number FROM last), 0) + 1 AS number, max(id) AS last_id, count(*)::int AS entries,
                    coalesce((SELECT total FROM last), 0) + count(*) AS total, array_agg(id ORDER BY id) AS ids,
                    string_agg(leaf, ''::bytea ORDER BY id) AS leaves,
                    coalesce((SELECT digest FROM last), ''::bytea) AS previous
                FROM run HAVING count(*) > 0
            )
            INSERT INTO audit_seal (book, number, last_id, entries, total, ids, leaves, previous, digest, sealed_at)
            SELECT %(book)s, number, last_id, entries, total, ids, leaves, previous, {digest}, now() FROM made
            ON CONFLICT DO NOTHING RETURNING entries
            """,  # noqa: S608 - expressions of ours
            {"book": book.name, "upto": upto, "largest": LARGEST},
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def heads() -> dict[str, dict[str, str | int]]:
    """The newest seal of each book."""
    newest = Seal.objects.filter(pk__in=Seal.objects.values("book").annotate(newest=Max("id")).values("newest"))
    return {
        book: {"number": number, "total": total, "digest": bytes(digest).hex()}
        for book, number, total, digest in newest.order_by("book").values_list("book", "number", "total", "digest")
    }
