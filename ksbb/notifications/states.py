"""A message's life, and the life of each way it takes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.common.states import Moves


class MessageState(models.TextChoices):
    """HELD waits for a digest; GATHERED is a line of one, whose own state tells how it went."""

    QUEUED = "queued", _("menunggu")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")
    HELD = "held", _("menunggu rangkuman")
    GATHERED = "gathered", _("dalam rangkuman")


MOVES: Moves = {
    MessageState.QUEUED: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.HELD}),
    # A letter comes back: it takes the next way, or there is none.
    MessageState.SENT: frozenset({MessageState.QUEUED, MessageState.FAILED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
    MessageState.HELD: frozenset({MessageState.GATHERED, MessageState.QUEUED, MessageState.FAILED}),
    MessageState.GATHERED: frozenset(),
}


class DeliveryState(models.TextChoices):
    """One way of one message: as far as the channel can tell."""

    QUEUED = "queued", _("menunggu")
    SENT = "sent", _("terkirim")
    DELIVERED = "delivered", _("sudah sampai")
    READ = "read", _("dibaca")
    BOUNCED = "bounced", _("ditolak alamatnya")
    FAILED = "failed", _("gagal")


DELIVERY_MOVES: Moves = {
    # A channel may tell that it arrived before its answer reached us.
    DeliveryState.QUEUED: frozenset(
        {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.FAILED}
    ),
    DeliveryState.SENT: frozenset(
        {DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.BOUNCED, DeliveryState.FAILED}
    ),
    DeliveryState.DELIVERED: frozenset({DeliveryState.READ, DeliveryState.BOUNCED}),
    DeliveryState.READ: frozenset(),
    # Only by an operator, who sends again.
    DeliveryState.BOUNCED: frozenset({DeliveryState.QUEUED}),
    DeliveryState.FAILED: frozenset({DeliveryState.QUEUED}),
}
# Ways that are over: the message may take another one.
OVER = (DeliveryState.BOUNCED, DeliveryState.FAILED)
