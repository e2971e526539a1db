"""The root of a day: one hash over the heads of all books and over the root before it. It is public and holds nobody's data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ksbb.audit.models import DailyRoot
from ksbb.audit.seals import heads


def digest_of_root(previous: str, day: date | str, heads: Mapping[str, Mapping[str, Any]]) -> str:
    """64 hexadecimal digits. The lines: the root before, the day, and for each book "name number total digest", by name."""
    lines = [previous, str(day)]
    lines += [
        f"{book} {heads[book]['number']} {heads[book]['total']} {heads[book]['digest']}" for book in sorted(heads)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def publish(day: date) -> DailyRoot | None:
    """The root of `day` over all that is sealed; None when that day or a later one has one already, or nothing is sealed."""
    last = DailyRoot.objects.order_by("-day").first()
    now = heads()
    if not now or (last and last.day >= day):
        return None
    previous = last.digest if last else ""
    root, is_new = DailyRoot.objects.get_or_create(
        day=day,
        defaults={
            "entries": sum(int(head["total"]) for head in now.values()),
            "heads": now,
            "previous": previous,
            "digest": digest_of_root(previous, day, now),
        },
    )
    return root if is_new else None


def as_file(roots: Iterable[DailyRoot]) -> dict[str, Any]:
    """The public file: whoever keeps it can hold it against a later one, and recompute each root from what stands in it."""
    return {
        "form": 1,
        "digest": 'SHA-256 of the lines joined by \\n: previous, day, then "book number total digest" for each book by name',
        "roots": [
            {
                "day": root.day.isoformat(),
                "entries": root.entries,
                "heads": root.heads,
                "previous": root.previous,
                "digest": root.digest,
            }
            for root in roots
        ],
    }
