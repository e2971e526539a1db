"""Who has read the privacy notice, and which edition of it: nobody enters a person before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeSeen(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    edition = models.CharField(max_length=10)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pemberitahuan privasi yang dibaca")
        verbose_name_plural = _("pemberitahuan privasi yang dibaca")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="noticeseen_once")]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.edition}"
