"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from ksbb.notifications.actions.forget_old_devices import forget_old_devices
from ksbb.notifications.actions.gather_digests import gather_digests
from ksbb.notifications.delivering import carry_one, deliver_one
from ksbb.notifications.models import Message

HEARTBEAT = "worker:heartbeat"


@shared_task
def deliver(*public_ids: str) -> None:
    for public_id in public_ids:
        deliver_one(public_id, carry.delay)


@shared_task
def carry(delivery_id: int, attempt: int) -> None:
    """Ask an endpoint that may hang: not among the letters (ksbb.settings.queues), so that no sign-in code waits behind it."""
    carry_one(delivery_id, attempt)


@shared_task
def sweep() -> int:
    """Send what a crash, a restart or a failed try has left in the outbox."""
    due = Message.objects.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at")
    public_ids = [public_id.hex for public_id in due.values_list("public_id", flat=True)[:500]]
    return sum(deliver_one(public_id, carry.delay) for public_id in public_ids)


@shared_task
def digests() -> int:
    """One letter for each person whose messages waited for it. The beat asks often; a day has one."""
    return gather_digests(now=timezone.now())


@shared_task
def forget_devices() -> int:
    """Browsers that agreed to be told, long ago."""
    return forget_old_devices()


@shared_task(rests=False)
def heartbeat() -> None:
    """The worker says that it lives; `/healthz` reads it."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=3600)


@worker_ready.connect
def _first_heartbeat(**_: object) -> None:
    heartbeat()
