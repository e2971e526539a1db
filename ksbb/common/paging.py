"""Pages of a list by where one stopped reading, not by a number: page 1,000 costs what page 1 costs.

A cursor stands in an address and holds what the list is ordered by: a name, the points of one person. So it is encrypted; the same
place always gives the same cursor, so that a page that did not change is the same page.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ksbb.common import sealing

PARAMETER = "sesudah"

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page; `after` is the cursor of the next page, empty on the last."""

    rows: list[Row]
    after: str


def page_of(queryset: models.QuerySet[Any], *order: str, after: str = "", size: int = 25) -> Page[Any]:
    """The `size` rows of `queryset` that follow the cursor `after`, ordered by the fields `order` ("-id" is descending).

    `order` must end in a unique field, and none of its fields may be NULL; an annotation is a field too. A cursor that nobody
    issued gives the first page.
    """
    ordered = queryset.order_by(*order)
    if values := _open(after, queryset, order):
        ordered = ordered.filter(_beyond(order, values))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], _cursor(rows[size - 1], order) if more else "")


def is_cursor(after: str, queryset: models.QuerySet[Any], *order: str) -> bool:
    """Whether `page_of` with the same order would go on from there."""
    return bool(_open(after, queryset, order))


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y), as a > x or (a = x and b > y); the first field alone is repeated, so that an index can start there."""
    name = order[0].lstrip("-")
    side = "lt" if order[0].startswith("-") else "gt"
    strictly = Q(**{f"{name}__{side}": values[0]})
    if len(order) == 1:
        return strictly
    return Q(**{f"{name}__{side}e": values[0]}) & (strictly | _beyond(order[1:], values[1:]))


def _cursor(row: Any, order: Sequence[str]) -> str:
    values = []
    for field in order:
        value = row
        for step in field.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(value)
    plain = json.dumps(values, default=_plain).encode()
    return base64.urlsafe_b64encode(_cipher(settings.HASH_KEY).encrypt(plain, None)).decode().rstrip("=")


@lru_cache(maxsize=2)
def _cipher(_of_key: str) -> AESSIV:
    """Deterministic (RFC 5297), under a key of its own that is drawn from the one of the keyed hashes."""
    return AESSIV(sealing.digest("cursor", "pages of a list"))


def _plain(value: object) -> str:
    """A date keeps its microseconds: a shorter one would skip rows."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _open(cursor: str, queryset: models.QuerySet[Any], order: Sequence[str]) -> list[Any]:
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(_cipher(settings.HASH_KEY).decrypt(told, None)) if told else None
        if not isinstance(values, list) or len(values) != len(order) or not all(map(_can_be_asked, values)):
            return []
        return [_field(queryset, name).to_python(value) for name, value in zip(order, values, strict=True)]
    except (binascii.Error, InvalidTag, ValueError, TypeError, OverflowError, ValidationError):
        return []


def _can_be_asked(value: object) -> bool:
    """No NULL, no number without an end, and no text that the database does not take: a zero sign; half a sign raises
    ValueError."""
    if isinstance(value, float):
        return math.isfinite(value)
    return value is not None and (not isinstance(value, str) or b"\x00" not in value.encode())


def _field(queryset: models.QuerySet[Any], path: str) -> Any:
    *relations, name = path.lstrip("-").split("__")
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    model = queryset.model
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.pk if name == "pk" else model._meta.get_field(name)
