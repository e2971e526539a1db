"""Pieces of public pages that may be some seconds old: kept beside the whole pages, in each process for itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Value = TypeVar("Value")


def kept(name: str, parts: Sequence[object], make: Callable[[], Value]) -> Value:
    """What `make` gives for `parts` (everything that it depends on), at most `settings.FACET_CACHE_SECONDS` old."""
    if not settings.FACET_CACHE_SECONDS:
        return make()
    key = hashlib.sha256(repr((name, *parts)).encode()).hexdigest()
    found: Value | None = caches["fragments"].get(key)
    if found is None:
        found = make()
        caches["fragments"].set(key, found, settings.FACET_CACHE_SECONDS)
    return found


def kept_html(name: str, parts: Sequence[object], make: Callable[[], SafeString]) -> SafeString:
    """The same for a piece of HTML, in the reader's language."""
    return kept(name, (get_language(), *parts), make)
