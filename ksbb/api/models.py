"""What was answered under an Idempotency-Key."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ksbb.accounts.models import ApiToken
from ksbb.authority.actors import Actor


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own keys' answers."""
        return self.filter(token__membership__user_id=actor.user_id) if actor.user_id else self.none()

    def over(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())


class KeptAnswer(models.Model):
    """One request that did something: what it asked (as a digest) and what it was answered, for as long as it may come again.

    Written in the transaction of what was done: there is no answer without the deed, and no deed without the answer.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "jawaban API"
        verbose_name_plural = "jawaban API"
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="keptanswer_once"),
            models.CheckConstraint(condition=Q(status__gte=200, status__lt=300), name="keptanswer_of_a_deed"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="keptanswer_expiry")]

    def __str__(self) -> str:
        return f"{self.token_id} · {self.status}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()
