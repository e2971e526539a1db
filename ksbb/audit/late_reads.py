"""Readings of a time in which the portal saves nothing: they wait in Redis and are written down when it is open again.

In the read-only mode, or on a replica that cannot write, pages that show people go on opening. Who was shown whom is pushed into a
list in Redis before the answer leaves, with its moment; a line of the log says so as well, without the people. A task writes them
into the book. When Redis does not take it either, the answer does not leave.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from functools import cache as remembered
from typing import Any

from django.conf import settings
from django.db import transaction
from redis import Redis

from ksbb.audit.models import Read
from ksbb.common.writing import insert

logger = logging.getLogger(__name__)

LIMIT = 1.0
AT_ONCE = 500
KEPT = ("kind", "page", "count", "people", "user_id", "organisation_id", "role", "region")


def keep(read: Read) -> None:
    """One reading, to be written down later. Raises RedisError when it cannot be kept."""
    told: dict[str, Any] = {name: getattr(read, name) for name in KEPT} | {"at": read.at.isoformat()}
    _redis(settings.REDIS_URL).rpush(_key(), json.dumps(told))
    facts = {name: told[name] for name in ("kind", "page", "count", "user_id", "role", "at")}
    logger.info("a reading waits to be written down", extra={"facts": facts})


def write_down() -> int:
    """What waits becomes part of the book, in order; how many there were. A crash in between writes a few twice, and loses none."""
    line, key, written = _redis(settings.REDIS_URL), _key(), 0
    while kept := line.lrange(key, 0, AT_ONCE - 1):
        told = [json.loads(one) for one in kept]  # type: ignore[union-attr]
        with transaction.atomic():
            insert([Read(**one | {"at": datetime.fromisoformat(one["at"])}) for one in told])
        line.ltrim(key, len(told), -1)
        written += len(told)
    return written


def _key() -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}:reads:late"


@remembered
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=LIMIT, socket_connect_timeout=LIMIT)
