"""The way a message took to its person."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models.message import Message
from ksbb.notifications.states import OVER, DeliveryState


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(message__to_user_id=actor.user_id) if actor.user_id else self.none()

    def living(self) -> Self:
        return self.exclude(state__in=OVER)


class Delivery(Dated):
    """One message by one channel. A message has one living way at most, and takes each channel once: never two for one event.

    `ref_digest` is the keyed hash of the channel's own number of the message: WhatsApp's holds the telephone number.
    `attempts` are numbered: whoever carries it claims the next number, so that no two carry the same try.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    ref_digest = models.BinaryField(null=True)
    error = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengantaran pesan")
        verbose_name_plural = _("pengantaran pesan")
        constraints = [
            state_known(DeliveryState.values, name="delivery_state_known"),
            one_of("channel", Channel.values, name="delivery_channel_known"),
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_channel_once"),
            models.UniqueConstraint(fields=["message"], condition=~Q(state__in=OVER), name="delivery_one_living"),
            models.UniqueConstraint(
                fields=["channel", "ref_digest"], condition=Q(ref_digest__isnull=False), name="delivery_ref_once"
            ),
            stamped_when(
                [DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ], "sent_at", name="delivery_sent"
            ),
            stamped_when(DeliveryState.DELIVERED, "delivered_at", name="delivery_delivered"),
            stamped_when(DeliveryState.READ, "read_at", name="delivery_read"),
            stamped_when(DeliveryState.BOUNCED, "bounced_at", name="delivery_bounced"),
            stamped_when(DeliveryState.FAILED, "failed_at", name="delivery_failed"),
        ]
        indexes = [models.Index(fields=["created_at"], name="delivery_day")]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"
