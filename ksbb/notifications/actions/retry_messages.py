"""An operator sends again what was given up."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ksbb.notifications.models import Delivery, Message
from ksbb.notifications.states import OVER, DeliveryState, MessageState


@transaction.atomic
def retry_messages(*, kind: str, error: str) -> int:
    """Every failed message of this kind and failure waits again, with all its tries; returns how many.

    Each goes once more by the channel that failed last. The sweep of the outbox takes them up within half a minute. Pressed
    twice, the second finds none.
    """
    now = timezone.now()
    failed = Message.objects.filter(state=MessageState.FAILED, kind=kind, error=error)
    chosen = list(failed.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    last = Delivery.objects.filter(message__in=chosen).values("message").annotate(last=Max("pk")).values("last")
    Delivery.objects.filter(pk__in=last, state__in=OVER).update(state=DeliveryState.QUEUED, error="", updated_at=now)
    return Message.objects.filter(pk__in=chosen).update(
        state=MessageState.QUEUED, failed_at=None, sent_at=None, attempts=0, error="", next_try_at=now, updated_at=now
    )
