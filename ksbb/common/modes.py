"""Open, only to be read, or closed: while a database moves, while a backup comes back, while something is looked into.

The mode lies in the cache, not in the database: it must be readable while that is away. A process asks every two seconds at most.
`KSBB_MODE` in the environment outranks it, for a replica that must never write. A cache that is away means open: no accident of the
cache may close the portal.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from redis import RedisError

KEY = "portal:mode"
ASK_AGAIN = 2.0


class Mode(models.TextChoices):
    OPEN = "open", _("terbuka")
    READ_ONLY = "read-only", _("hanya baca")
    CLOSED = "closed", _("ditutup sementara")


_known: tuple[float, Mode] = (float("-inf"), Mode.OPEN)


def current() -> Mode:
    """The mode now, or as it was up to two seconds ago."""
    global _known
    if settings.MODE:
        return Mode(settings.MODE)
    now = time.monotonic()
    if now - _known[0] > ASK_AGAIN:
        _known = (now, _asked())
    return _known[1]


def _asked() -> Mode:
    try:
        told = cache.get(KEY)
    except (RedisError, OSError):
        return Mode.OPEN
    return Mode(told) if told in Mode.values else Mode.OPEN


def change(mode: Mode) -> None:
    """For every process, within two seconds."""
    global _known
    if mode == Mode.OPEN:
        cache.delete(KEY)
    else:
        cache.set(KEY, mode.value, timeout=None)
    _known = (time.monotonic(), mode)


def is_open() -> bool:
    return current() == Mode.OPEN
