"""The server's record of an open session: who ends it here has ended it everywhere."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models.people import User
from ksbb.authority.actors import Actor


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own ones only."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def living(self) -> Self:
        return self.filter(expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """A browser's session. `user` is empty for a visitor (a basket, a language).

    The address it came from is kept as its network only ("103.10.x.x"), the browser as its family: enough to know the own
    devices by, too little to follow somebody.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    signed_in_at = models.DateTimeField(null=True)
    # Not at every request: at most once a minute (ksbb.accounts.sessions.touch).
    seen_at = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=40, blank=True)

    objects: ClassVar[Any] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")

    def __str__(self) -> str:
        return f"#{self.user_id or '–'}"
