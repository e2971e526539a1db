"""A channel tells how far a message came."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ksbb.common.states import move
from ksbb.notifications.channels.words import Word
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Delivery, Message
from ksbb.notifications.settling import digest_of, take_another
from ksbb.notifications.states import DELIVERY_MOVES, MOVES, OVER, DeliveryState, MessageState

STAMPS = {
    DeliveryState.SENT: "sent_at",
    DeliveryState.DELIVERED: "delivered_at",
    DeliveryState.READ: "read_at",
    DeliveryState.BOUNCED: "bounced_at",
    DeliveryState.FAILED: "failed_at",
}


@transaction.atomic
def note_word(word: Word, *, channel: Channel) -> bool:
    """Only onward, in whatever order the words come; a word about nothing of ours, or about a way that is over, changes nothing.

    A way that failed after all frees the message for the next one. True when something changed.
    """
    found = _find(word, channel)
    if found is None:
        return False
    message = Message.objects.select_for_update(no_key=True).get(pk=found.message_id)
    delivery = Delivery.objects.get(pk=found.pk)
    if word.state not in DELIVERY_MOVES[delivery.state]:
        return False
    now = timezone.now()
    stamps: dict[str, object] = {STAMPS[word.state]: now, "error": word.error[:120]}
    if word.state not in OVER:
        stamps["sent_at"] = delivery.sent_at or now
        if word.ref:
            stamps["ref_digest"] = digest_of(word.ref)
    move(delivery, word.state, DELIVERY_MOVES, **stamps)
    if word.state in OVER:
        message.error = word.error[:120]
        take_another(message)
    elif message.state == MessageState.QUEUED:
        move(message, MessageState.SENT, MOVES, sent_at=now, attempts=message.attempts + 1)
    return True


def _find(word: Word, channel: Channel) -> Delivery | None:
    """By the channel's own number, or by ours that it brings back."""
    ways = Delivery.objects.filter(channel=channel)
    if word.ref and (known := ways.filter(ref_digest=digest_of(word.ref)).first()):
        return known
    try:
        return ways.filter(message__public_id=UUID(hex=word.reference)).first()
    except ValueError:
        return None
