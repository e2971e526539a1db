"""Every sealed column under the first key, so that an older one can be taken out of KSBB_FIELD_KEYS.

Batch by batch, each its own transaction: it can be stopped and started again, and people go on working. What is sealed under
the first key already is not touched; a value that somebody changes meanwhile is left to the next round.
"""

from __future__ import annotations

import base64
from collections.abc import Generator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, models, transaction

from ksbb.common.sealing import CannotOpen, key_name, seal_bytes, unseal_bytes

TOGETHER = 2_000


@dataclass(frozen=True)
class Column:
    """One sealed column of one table."""

    table: str
    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


def sealed_columns() -> list[Column]:
    """Every binary column with "sealed" in its name; tests/operation holds that no other column is sealed."""
    return [
        Column(model._meta.db_table, str(model._meta.pk.column), str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.BinaryField) and "sealed" in field.name
    ]


def check_keys() -> None:
    """CommandError when the first key cannot be told from another one by the byte that names it (one in 256)."""
    names = [key_name(base64.b64decode(key)) for key in settings.FIELD_KEYS]
    if names.count(names[0]) > 1:
        raise CommandError("The first key has the same name as an older one. Make another new key and begin again.")


def reseal(column: Column) -> Generator[int, None, None]:
    """Yields how many values each batch sealed anew; ends when no value is left under another key."""
    after: int | None = None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SOME.format(c=column), [_first_name(), after, after, TOGETHER])
            found: list[tuple[int, bytes]] = [(key, bytes(value)) for key, value in cursor.fetchall()]
            if not found:
                return
            fresh = [seal_bytes(unseal_bytes(value)) for _key, value in found]
            cursor.execute(_WRITE.format(c=column), [[key for key, _v in found], [v for _k, v in found], fresh])
            done = cursor.rowcount
        after = found[-1][0]
        yield done


def reseal_factors(*, only_count: bool = False) -> int:
    """The secrets of second factors, sealed inside their JSON (ksbb.accounts.adapter): how many were, or would be, sealed anew."""
    first, done = _first_name(), 0
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update().order_by("pk"):
            fresh = {name: _fresh(value, first) for name, value in factor.data.items()}
            if fresh == factor.data:
                continue
            done += 1
            if not only_count:
                Authenticator.objects.filter(pk=factor.pk).update(data=fresh)
    return done


def _fresh(value: object, first: int) -> object:
    """A secret of a factor (base64 of something sealed) under the first key; anything else as it is."""
    if isinstance(value, list):
        return [_fresh(one, first) for one in value]
    if not isinstance(value, str):
        return value
    try:
        sealed = base64.b64decode(value, validate=True)
        text = unseal_bytes(sealed)
    except (ValueError, CannotOpen):
        return value
    return value if not sealed or sealed[0] == first else base64.b64encode(seal_bytes(text)).decode()


def left_over(column: Column) -> int:
    """How many values are still under another key than the first."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT.format(c=column), [_first_name()])
        return int(cursor.fetchone()[0])


def _first_name() -> int:
    return key_name(base64.b64decode(settings.FIELD_KEYS[0]))


_SOME = """
    SELECT {c.key}, {c.name} FROM {c.table}
    WHERE length({c.name}) > 0 AND get_byte({c.name}, 0) <> %s AND (%s::bigint IS NULL OR {c.key} > %s)
    ORDER BY {c.key} LIMIT %s
"""
_WRITE = """
    UPDATE {c.table} t SET {c.name} = n.fresh
    FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS n(key, old, fresh)
    WHERE t.{c.key} = n.key AND t.{c.name} = n.old
"""
_LEFT = "SELECT count(*) FROM {c.table} WHERE length({c.name}) > 0 AND get_byte({c.name}, 0) <> %s"
