"""A browser that a person lets us tell of news."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.models import Dated


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only the person's own."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def living(self, key_name: str) -> Self:
        """Agreed under the key of this name, and not expired."""
        return self.filter(key_name=key_name, expires_at__gt=timezone.now())


class PushDevice(Dated):
    """One browser of one person. A browser belongs to who agreed there last: `endpoint_digest` is there once.

    `subscription_sealed` is what the browser told (its address at a push service, and the two keys that close what is sent to it),
    as JSON. `key_name` names our own key under which it agreed. `sign_in` is the public id of the session in which the person was
    last signed in there: it ends with that one.
    """

    user_id = models.BigIntegerField()
    endpoint_digest = models.BinaryField(unique=True)
    subscription_sealed = models.BinaryField()
    key_name = models.CharField(max_length=16)
    browser = models.CharField(max_length=60, blank=True)
    sign_in = models.UUIDField(null=True)
    expires_at = models.DateTimeField()

    objects = PushDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("perangkat notifikasi")
        verbose_name_plural = _("perangkat notifikasi")
        indexes = [
            models.Index(fields=["user_id"], name="push_device_person"),
            models.Index(fields=["expires_at"], name="push_device_expires"),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.public_id}"
