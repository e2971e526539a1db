"""What can be measured of the whole portal at this moment; the alarms, /metrics and the operators' page all read the same.

Each part that cannot be asked is None: not knowing is neither good nor bad, and is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from ksbb.audit.seals import BOOKS
from ksbb.common import measuring, pulses, replica
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState
from ksbb.operation import checkups, condition
from ksbb.operation.condition import Room
from ksbb.operation.models import Alarm, Checkup

STATEMENT_MILLISECONDS = 3000
LATELY = timedelta(hours=1)


@dataclass(frozen=True)
class Last:
    """The newest ended run of a kind; `age` in seconds since it began, None when there was none."""

    is_good: bool
    findings: int
    age: int | None


@dataclass(frozen=True)
class Stored:
    """What the database tells. Ages in seconds; 0 where nothing waits."""

    waiting: int = 0
    lag: int = 0
    failed: int = 0
    failed_lately: int = 0
    imports: int = 0
    imports_age: int = 0
    unsealed: dict[str, int] = field(default_factory=dict)
    seal_age: dict[str, int | None] = field(default_factory=dict)
    last: dict[str, Last] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gauges:
    """`queues`: tasks that wait; `pulses`: seconds since somebody who takes from the queue was heard; `backup_age` in seconds;
    `replica_lag` in seconds, infinite while it is away, None where there is none."""

    stored: Stored | None
    queues: dict[str, int] | None
    pulses: dict[str, int | None] | None
    slow_lately: int | None
    room: Room
    backup_age: int | None
    certificate_until: datetime | None
    replica_lag: float | None = None

    @property
    def replica_is_away(self) -> bool:
        return self.replica_lag == inf


def gather() -> Gauges:
    """Everything, in about a dozen short questions."""
    stored = _stored()
    backup = checkups.newest_backup() if stored else None
    return Gauges(
        stored=stored,
        queues=condition.queues(),
        pulses=pulses.ages(),
        slow_lately=measuring.slow_lately(),
        room=condition.room(),
        backup_age=_age(backup),
        certificate_until=checkups.certificate_until() if stored else None,
        replica_lag=replica.behind(),
    )


def _stored() -> Stored | None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [STATEMENT_MILLISECONDS])
            return _asked()
    except DatabaseError:
        return None


def _asked() -> Stored:
    now = timezone.now()
    due = Q(next_try_at__lte=now)
    outbox = Message.objects.waiting().aggregate(count=Count("pk"), since=Min("next_try_at", filter=due))
    failed = Message.objects.filter(state=MessageState.FAILED)
    lately = Count("pk", filter=Q(failed_at__gte=now - LATELY))
    given_up = failed.aggregate(count=Count("pk"), lately=lately)
    runs = condition.runs()
    sealed = {name: _sealed(name) for name in BOOKS}
    return Stored(
        waiting=outbox["count"],
        lag=_age(outbox["since"]) or 0,
        failed=given_up["count"],
        failed_lately=given_up["lately"],
        imports=runs.count,
        imports_age=_age(runs.since) or 0,
        unsealed={name: _age(waiting) or 0 for name, (_seal, waiting) in sealed.items()},
        seal_age={name: _age(seal) for name, (seal, _waiting) in sealed.items()},
        last=checkups_ended(),
        alarms=tuple(Alarm.objects.filter(closed_at=None).order_by("key").values_list("key", flat=True)),
    )


def _sealed(book: str) -> tuple[datetime | None, datetime | None]:
    """When the newest seal was made, and since when the oldest entry waits that no seal closes yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.sealed_at, (SELECT e.at FROM {BOOKS[book].table} e WHERE e.id > coalesce(s.last_id, 0)"  # noqa: S608 - ours
            " ORDER BY e.id LIMIT 1) FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT last_id, sealed_at FROM audit_seal"
            " WHERE book = %s ORDER BY number DESC LIMIT 1) s ON true",
            [book],
        )
        seal, waiting = cursor.fetchone() or (None, None)
    return seal, waiting


def checkups_ended() -> dict[str, Last]:
    """Of every kind its newest ended run."""
    newest = Checkup.objects.filter(ended_at__isnull=False).order_by("kind", "-pk").distinct("kind")
    told = {run.kind: Last(run.is_good, run.findings, _age(run.began_at)) for run in newest}
    return {kind: told.get(kind, Last(False, 0, None)) for kind in Checkup.Kind.values}


def _age(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((timezone.now() - moment).total_seconds()))
