"""Is the trail as it was? Everything is computed anew, in order, until the first thing that does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ksbb.audit.models import DailyRoot, Seal
from ksbb.audit.roots import digest_of_root
from ksbb.audit.seals import BOOKS, Book, digest_of

# So many seals are compared in one statement.
TOGETHER = 20


@dataclass(frozen=True)
class Bad:
    """The first thing that does not fit: what it is ("event 17", "seal event 3", "root 2026-11-21"), and how."""

    what: str
    how: str


def first_bad(published: Sequence[Mapping[str, Any]] = (), *, since: Mapping[str, int] | None = None) -> Bad | None:
    """The first bad entry, else the first bad seal or root; None when all is as it was.

    `published` are roots that somebody has kept (the "roots" of the public file). `since` names for a book the seal up to which
    its entries were compared already (`newest_seals` of then): only later ones are compared; seals and roots always all.
    """
    for book in BOOKS.values():
        found = _guards(book) or _entries(book, (since or {}).get(book.name, 0)) or _seals(book)
        if found:
            return found
    return _roots() or _published(published)


def _rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _guards(book: Book) -> Bad | None:
    """The triggers that refuse a change stand and are not switched off."""
    rows = _rows(
        "SELECT t.name FROM unnest(ARRAY[%(table)s, 'audit_seal', 'audit_dailyroot']) AS t(name),"
        " unnest(ARRAY['append_only', 'no_truncate']) AS w(guard) WHERE NOT EXISTS ("
        "SELECT FROM pg_trigger WHERE tgrelid = t.name::regclass AND tgenabled IN ('O', 'A')"
        " AND tgname LIKE 'pgtrigger_' || w.guard || '%%') ORDER BY 1 LIMIT 1",
        {"table": book.table},
    )
    return (
        Bad(f"table {rows[0][0]}", "is not guarded: a trigger that refuses changes is missing or switched off")
        if rows
        else None
    )


def newest_seals() -> dict[str, int]:
    """Book → number of its newest seal."""
    rows = _rows("SELECT book, max(number) FROM audit_seal GROUP BY book", {})
    return {str(book): int(number) for book, number in rows}


def _entries(book: Book, done: int) -> Bad | None:
    """Each entry after the seal number `done` against its leaf, run after run in the order of their seals."""
    ends = _rows(
        "SELECT number, last_id FROM audit_seal WHERE book = %(book)s AND number >= %(done)s ORDER BY number",
        {"book": book.name, "done": done},
    )
    after = 0
    if ends and ends[0][0] == done:
        after = ends.pop(0)[1]
    for first in range(0, len(ends), TOGETHER):
        run = ends[first : first + TOGETHER]
        found = _compare(book, after, run[-1][1], run[0][0], run[-1][0])
        if found:
            return found
        after = run[-1][1]
    return None


def _compare(book: Book, after: int, upto: int, low: int, high: int) -> Bad | None:
    rows = _rows(
        f"""
        WITH kept AS (
            SELECT i.id, substring(s.leaves FROM (i.place::int - 1) * 32 + 1 FOR 32) AS leaf
            FROM audit_seal s, unnest(s.ids) WITH ORDINALITY AS i(id, place)
            WHERE s.book = %(book)s AND s.number BETWEEN %(low)s AND %(high)s
        ), now AS (
            SELECT e.id, {book.leaf} AS leaf FROM {book.table} e WHERE e.id > %(after)s AND e.id <= %(upto)s
        )
        SELECT coalesce(kept.id, now.id) AS id,
            CASE WHEN now.id IS NULL THEN 'missing' WHEN kept.id IS NULL THEN 'inserted' ELSE 'changed' END
        FROM kept FULL JOIN now USING (id) WHERE kept.leaf IS DISTINCT FROM now.leaf ORDER BY 1 LIMIT 1
        """,  # noqa: S608 - expressions of ours
        {"book": book.name, "low": low, "high": high, "after": after, "upto": upto},
    )
    return Bad(f"{book.name} {rows[0][0]}", rows[0][1]) if rows else None


def _seals(book: Book) -> Bad | None:
    """The chain: numbers without a gap, each digest over its own content and the digest before."""
    digest = digest_of("previous", "book", "number", "last_id", "entries", "total", "leaves")
    rows = _rows(
        f"""
        SELECT number, CASE WHEN number <> coalesce(before_number, 0) + 1 THEN 'the seal before it is missing'
            WHEN previous <> coalesce(before_digest, ''::bytea) THEN 'does not follow from the seal before it'
            ELSE 'changed' END
        FROM (SELECT s.*, lag(number) OVER w AS before_number, lag(digest) OVER w AS before_digest,
                lag(total) OVER w AS before_total
              FROM audit_seal s WHERE book = %(book)s WINDOW w AS (ORDER BY number)) s
        WHERE number <> coalesce(before_number, 0) + 1 OR previous <> coalesce(before_digest, ''::bytea) OR digest <> {digest}
            OR cardinality(ids) <> entries OR length(leaves) <> entries * 32 OR total <> coalesce(before_total, 0) + entries
            OR ids[entries] <> last_id
        ORDER BY number LIMIT 1
        """,  # noqa: S608 - expressions of ours
        {"book": book.name},
    )
    return Bad(f"seal {book.name} {rows[0][0]}", rows[0][1]) if rows else None


def _roots() -> Bad | None:
    """The published roots follow from each other and from the seals."""
    roots = list(DailyRoot.objects.order_by("day"))
    sealed = _sealed(roots)
    previous = ""
    for root in roots:
        if root.previous != previous or root.digest != digest_of_root(previous, root.day, root.heads):
            return Bad(f"root {root.day}", "does not follow from what was published with it")
        for book, head in root.heads.items():
            if sealed.get((book, head["number"])) != (head["digest"], head["total"]):
                return Bad(f"root {root.day}", f"was over another seal {book} {head['number']} than the one there now")
        previous = root.digest
    return None


def _sealed(roots: Sequence[DailyRoot]) -> dict[tuple[str, int], tuple[str, int]]:
    """Digest and total of the seals that the roots name."""
    books = sorted({book for root in roots for book in root.heads})
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for book in books:
        numbers = [root.heads[book]["number"] for root in roots if book in root.heads]
        seals = Seal.objects.filter(book=book, number__in=numbers).values_list("number", "digest", "total")
        found |= {(book, number): (bytes(digest).hex(), total) for number, digest, total in seals}
    return found


def _published(kept: Sequence[Mapping[str, Any]]) -> Bad | None:
    """What somebody has kept is what we publish now."""
    ours = {root.day: root.digest for root in DailyRoot.objects.all()}
    for root in sorted(kept, key=lambda one: str(one["day"])):
        there = ours.get(date.fromisoformat(root["day"]))
        if there is None:
            return Bad(f"root {root['day']}", "was published and is no more")
        if there != root["digest"]:
            return Bad(f"root {root['day']}", "was published otherwise")
    return None
