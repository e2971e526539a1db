"""What a person looks for again, and wants to be told about."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.models import Dated


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, in whatever role."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class SavedSearch(Dated):
    """Filters of the need list as in its address. `tells`: a message when more has become open than when it was last told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    region = models.CharField(max_length=13, blank=True)
    name = models.CharField(_("nama"), max_length=120)
    filters = models.JSONField(default=dict)
    tells = models.BooleanField(_("beri tahu saya"), default=True)
    # How many needs were open when it was saved or last told, or the less that were open since: a rise counts from there.
    told_open = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("pencarian tersimpan")
        verbose_name_plural = _("pencarian tersimpan")
        constraints = [models.UniqueConstraint(fields=["user", "filters"], name="savedsearch_once")]
        indexes = [models.Index(fields=["id"], condition=Q(tells=True), name="savedsearch_tells")]

    def __str__(self) -> str:
        return self.name
