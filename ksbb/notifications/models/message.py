"""The outbox: every message is a row first, written in the transaction of what it announces."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.constraints import stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.notifications.kinds import DIGESTS
from ksbb.notifications.states import MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only the person it is for."""
        return self.filter(to_user_id=actor.user_id) if actor.user_id else self.none()

    def waiting(self) -> Self:
        return self.filter(state=MessageState.QUEUED)

    def unsent(self) -> Self:
        """Also those that wait for a digest."""
        return self.filter(state__in=[MessageState.QUEUED, MessageState.HELD])


class Message(Dated):
    """One message to one person about one event, in the portal and by one channel (`deliveries`).

    It names the person by number only; the address is looked up when it is sent. `context` holds no personal data and no
    token. `kind` is "app/name", its words stand in `templates/app/emails/name.txt`. `once_key` makes a repeated event one
    message.
    """

    kind = models.CharField(max_length=60)
    to_user_id = models.BigIntegerField()
    context = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    once_key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True)
    # Which digest it waits for ("daily", "weekly"), and the one in which it became a line.
    held_for = models.CharField(max_length=6, blank=True, choices=[(way.value, way.label) for way in DIGESTS])
    digest = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="lines", db_index=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        constraints = [
            state_known(MessageState.values, name="message_state_known"),
            stamped_when(MessageState.SENT, "sent_at", name="message_sent_stamp"),
            stamped_when(MessageState.FAILED, "failed_at", name="message_failed_stamp"),
            stamped_when(MessageState.GATHERED, "digest", name="message_gathered_digest"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="message_waiting"),
            models.Index(fields=["to_user_id", "-id"], name="message_person"),
            models.Index(fields=["to_user_id"], condition=Q(state="held"), name="message_held"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="message_digest"),
            models.Index(fields=["kind", "error"], condition=Q(state="failed"), name="message_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
