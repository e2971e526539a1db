"""How the portal is: what waits, what failed, how much room is left. For the operators' page; nothing here names a person.

Every question has a short limit or is one statement over a partial index; a part that cannot be asked is None, not an error.
"""

from __future__ import annotations

import shutil
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from redis import Redis, RedisError

from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState
from ksbb.operation.manifest import MANIFEST

LIMIT = 1.0
WORKING = (ImportState.READ, ImportState.APPLYING)
HANDSHAKE_LIMIT = 5.0
MOST_GROUPS = 50


@dataclass(frozen=True)
class Waiting:
    """How many, and since when the oldest."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Failed:
    """Messages of one kind that failed in one way: `kind` is "app/name", `error` the name of a failure."""

    kind: str
    error: str
    count: int


@dataclass(frozen=True)
class Room:
    """Bytes on the disk of the private files."""

    free: int
    total: int

    @property
    def is_scarce(self) -> bool:
        return self.free * 10 < self.total


def queues() -> dict[str, int] | None:
    """Tasks that wait in each queue, by its name; None while the broker is away."""
    client = Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=LIMIT, socket_connect_timeout=LIMIT)
    try:
        return {queue.name: int(client.llen(queue.name)) for queue in settings.CELERY_TASK_QUEUES}  # type: ignore[arg-type]
    except (RedisError, OSError):
        return None
    finally:
        client.close()


def messages() -> Waiting:
    """Letters that are not sent yet."""
    told = Message.objects.waiting().aggregate(count=Count("pk"), since=Min("created_at"))
    return Waiting(told["count"], told["since"])


def failed_messages() -> list[Failed]:
    """What was given up, in groups, the largest first."""
    groups = Message.objects.filter(state=MessageState.FAILED).values("kind", "error").annotate(count=Count("pk"))
    return [Failed(**group) for group in groups.order_by("-count", "kind", "error")[:MOST_GROUPS]]


def runs() -> Waiting:
    """Files that a worker has in hand, or should have."""
    told = ImportRun.objects.filter(state__in=WORKING).aggregate(count=Count("pk"), since=Min("updated_at"))
    return Waiting(told["count"], told["since"])


def room() -> Room:
    """On the disk of the private files."""
    folder = settings.DATA_DIR if settings.DATA_DIR.exists() else settings.DATA_DIR.parent
    disk = shutil.disk_usage(folder)
    return Room(disk.free, disk.total)


def newest_backup() -> datetime | None:
    """When the newest whole backup in KSBB_BACKUP_DIR was made; None when there is none, or no folder is named."""
    if not settings.BACKUP_DIR:
        return None
    made = [path.stat().st_mtime for path in Path(settings.BACKUP_DIR).glob(f"*/{MANIFEST}")]
    return datetime.fromtimestamp(max(made), tz=timezone.get_current_timezone()) if made else None


def ask_certificate() -> datetime | None:
    """Until when the public address's certificate holds; None without https or when nobody answers within some seconds."""
    address = urlsplit(settings.PUBLIC_URL)
    if address.scheme != "https" or not address.hostname:
        return None
    return _ask_until(str(address.hostname), address.port or 443)


def _ask_until(host: str, port: int) -> datetime | None:
    try:
        with (
            socket.create_connection((host, port), timeout=HANDSHAKE_LIMIT) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            told = secure.getpeercert() or {}
    except OSError:
        return None
    seconds = ssl.cert_time_to_seconds(str(told["notAfter"]))
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def is_late(waiting: Waiting, *, minutes: int) -> bool:
    """Whether the oldest has waited longer than that."""
    return waiting.since is not None and timezone.now() - waiting.since > timedelta(minutes=minutes)
