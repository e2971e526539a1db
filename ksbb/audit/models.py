"""The trail: who did what to which thing, when. The database refuses to change or delete it."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.territories.models import within

# Acts so named are on complaints that the auditor alone knows of.
SENSITIVE = "sensitive_complaint."


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own acts; with TRAIL_VIEW also all acts on the own ground, and those that belong to no ground (a donor's)."""
        own = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.may(Permission.TRAIL_VIEW):
            ground = within("region", actor.oversees) | Q(region="")
            own |= ground if actor.may(Permission.COMPLAINT_SENSITIVE) else ground & ~Q(action__startswith=SENSITIVE)
        return self.filter(own)

    def about(self, thing: models.Model) -> Self:
        return self.filter(thing=thing._meta.label_lower, thing_id=thing.pk)


class Event(models.Model):
    """One act. `thing` and `thing_id` name a row of any table without a key to it: the trail outlives what it tells of.

    `facts` never hold personal data: states, counts, codes and public ids only.
    """

    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    region = models.CharField(max_length=13, blank=True)
    facts = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("jejak")
        verbose_name_plural = _("jejak")
        indexes = [
            models.Index(fields=["thing", "thing_id", "id"], name="event_thing"),
            models.Index(fields=["user_id", "-id"], name="event_user"),
            models.Index(fields=["region", "-id"], name="event_region"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} {self.thing} {self.thing_id}"
