"""New rows with little ado: the statement of a table is put together once, not for every row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def insert(rows: Iterable[Row], *, ignore_conflicts: bool = False) -> list[Row]:
    """What `bulk_create` does for a few new rows of one plain model, at half its price: one INSERT of all columns.

    The rows get their keys; with `ignore_conflicts` they do not, as there. For the writes of every promise; elsewhere
    `bulk_create` is plain enough.
    """
    made = list(rows)
    if not made:
        return made
    fields, head, places = _shape(type(made[0]))
    tail = "ON CONFLICT DO NOTHING" if ignore_conflicts else "RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{head} {', '.join([places] * len(made))} {tail}",
            [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in made for field in fields],
        )
        keys = [] if ignore_conflicts else cursor.fetchall()
    for row, (key,) in zip(made, keys, strict=False):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    return made


@cache
def _shape(model: type[models.Model]) -> tuple[list[models.Field[Any, Any]], str, str]:
    own = model._meta.local_concrete_fields
    # What the database fills in by itself is left to it.
    fields = [one for one in own if not (one.primary_key or one.generated or one.has_db_default())]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    return fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES', places
