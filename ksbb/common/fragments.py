"""Pieces of public pages that may be some seconds old: in each process for itself, as they are, with nothing to fetch or pack.

What is kept is shared by the requests that follow: nobody changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Value = TypeVar("Value")

# A flood of invented addresses pushes out what is oldest, and stays small.
MOST = 400
_kept: dict[Hashable, tuple[float, Any]] = {}
_lock = Lock()


def kept(name: str, parts: Sequence[Hashable], make: Callable[[], Value]) -> Value:
    """What `make` gives for `parts` (everything that it depends on), at most `settings.FACET_CACHE_SECONDS` old."""
    seconds = settings.FACET_CACHE_SECONDS
    if not seconds:
        return make()
    key, now = (name, *parts), monotonic()
    until, found = _kept.get(key, (0.0, None))
    if now < until:
        value: Value = found
        return value
    made = make()
    with _lock:
        _kept.pop(key, None)
        while len(_kept) >= MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = (now + seconds, made)
    return made


def kept_html(name: str, parts: Sequence[Hashable], make: Callable[[], SafeString]) -> SafeString:
    """The same for a piece of HTML, in the reader's language."""
    return kept(name, (get_language(), *parts), make)


def forget_all() -> None:
    """As after the seconds have passed."""
    with _lock:
        _kept.clear()


def all_kept() -> list[Any]:
    """What is kept now, for tests that look for what must not be."""
    return [found for _until, found in _kept.values()]
