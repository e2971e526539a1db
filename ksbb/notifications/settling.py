"""What becomes of a message and of its way, once a channel has answered or told something."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ksbb.common import sealing
from ksbb.common.states import move
from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.choosing import next_of
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Delivery, Message
from ksbb.notifications.reaching import ways_of
from ksbb.notifications.states import DELIVERY_MOVES, MOVES, DeliveryState, MessageState

TRIES = 8
# Another way is at hand, so the first is not tried for hours.
TRIES_ELSEWHERE = 5
# Nobody waits longer than that for a channel that rests.
PATIENCE = timedelta(hours=1)
# No answer came: it may have arrived. The channel has so long to tell.
UNSURE = timedelta(minutes=10)


def digest_of(ref: str) -> bytes:
    return sealing.digest("message-ref", ref)


def put_off(message: Message, until: datetime) -> None:
    """Due again at `until`; no try is counted."""
    message.next_try_at = until
    message.save(update_fields=["next_try_at", "updated_at"])


def settle(message: Message, delivery: Delivery | None, answer: Answer) -> bool:
    """Write down an answer; the caller holds the message's lock. True when it went.

    A failure is counted and tried again later, with a growing pause; after the last try the way is FAILED, and the message
    takes the next one, or is FAILED itself and shown to the operators.
    """
    now = timezone.now()
    if not answer.error:
        if delivery is not None:
            if answer.ref:
                delivery.ref_digest = digest_of(answer.ref)
                delivery.save(update_fields=["ref_digest", "updated_at"])
            move(delivery, DeliveryState.SENT, DELIVERY_MOVES, sent_at=now, error="")
        move(message, MessageState.SENT, MOVES, sent_at=now, attempts=message.attempts + 1)
        return True
    message.attempts += 1
    message.error = answer.error[:120]
    most = TRIES if delivery is None or delivery.channel == Channel.MAIL else TRIES_ELSEWHERE
    if answer.is_final or message.attempts >= most:
        if delivery is not None:
            move(delivery, DeliveryState.FAILED, DELIVERY_MOVES, failed_at=now, error=message.error)
        take_another(message)
        return False
    pause = timedelta(seconds=30 * 2**message.attempts)
    message.next_try_at = now + (max(pause, UNSURE) if answer.is_unsure else pause)
    message.save(update_fields=["attempts", "error", "next_try_at", "updated_at"])
    return False


def take_another(message: Message) -> None:
    """Its way is over: it is due again for the next one, or given up where none is left. `message.error` says why."""
    now = timezone.now()
    tried = frozenset(message.deliveries.values_list("channel", flat=True))
    stamps = {"attempts": message.attempts, "error": message.error}
    if next_of(ways_of(message), tried) is None:
        move(message, MessageState.FAILED, MOVES, failed_at=now, **stamps)
    elif message.state == MessageState.QUEUED:
        message.attempts, message.next_try_at = 0, now
        message.save(update_fields=["attempts", "error", "next_try_at", "updated_at"])
    else:
        move(message, MessageState.QUEUED, MOVES, sent_at=None, next_try_at=now, **stamps | {"attempts": 0})
