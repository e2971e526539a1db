"""States are a table; a move is a compare-and-swap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

Moves = Mapping[str, frozenset[str]]


class IllegalMove(Exception):
    """The table of moves has no such arrow."""


class StaleState(Exception):
    """Somebody else moved the thing first; nothing was changed."""


def move(obj: models.Model, to: str, moves: Moves, **stamps: object) -> None:
    """Move `obj` to the state `to` if it still stands where this process read it.

    `stamps` are written in the same statement. Raises IllegalMove or StaleState; a caller's transaction is then to be
    rolled back.
    """
    state: str = obj.state  # type: ignore[attr-defined]
    if to not in moves[state]:
        raise IllegalMove(f"{obj._meta.label}: {state} → {to}")
    stamps = _touched(obj, stamps)
    rows = type(obj)._base_manager.filter(pk=obj.pk, state=state)
    if rows.update(state=to, **stamps) != 1:
        raise StaleState(f"{obj._meta.label} {obj.pk}")
    for name, value in {"state": to, **stamps}.items():
        setattr(obj, name, value)


def move_all(queryset: models.QuerySet[Any], sources: Iterable[str], to: str, moves: Moves, **stamps: object) -> int:
    """Move every row of `queryset` that stands in one of `sources`, in one statement; returns how many moved."""
    sources = list(sources)
    for source in sources:
        if to not in moves[source]:
            raise IllegalMove(f"{queryset.model._meta.label}: {source} → {to}")
    return queryset.filter(state__in=sources).update(state=to, **_touched(queryset.model, stamps))


def _touched(model: Any, stamps: dict[str, object]) -> dict[str, object]:
    if any(field.name == "updated_at" for field in model._meta.fields):
        return {"updated_at": timezone.now(), **stamps}
    return stamps
