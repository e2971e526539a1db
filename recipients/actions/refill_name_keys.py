"""Write the keys of names anew, after the spelling rules of recipients/names.py have changed."""

from __future__ import annotations

from django.db import connection

from recipients.models import Recipient
from recipients.names import name_key

BATCH = 5_000

_WRITE = """
UPDATE recipients_recipient r SET name_key = k.name_key
FROM unnest(%s::bigint[], %s::text[]) AS k(id, name_key) WHERE r.id = k.id AND r.name_key <> k.name_key
"""


def refill_name_keys() -> int:
    """Every person whose key is not what `name_key` says today, a few thousand at a time; returns how many.

    Each batch is a statement of its own: nobody waits long, and a run that was cut off is simply started again.
    """
    changed, last = 0, 0
    while rows := _after(last):
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[pk for pk, _name in rows], [name_key(name) for _pk, name in rows]])
            changed += cursor.rowcount
        last = rows[-1][0]
    return changed


def _after(last: int) -> list[tuple[int, str]]:
    people = Recipient.objects.filter(pk__gt=last, erased_at__isnull=True).order_by("pk")
    return list(people.values_list("pk", "full_name")[:BATCH])
