"""Where a giver can leave devices."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.models import Dated
from ksbb.territories.models import within


class DropPointQuerySet(models.QuerySet["DropPoint"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the own organisation and on the own ground, closed ones included; the public reads `listed()`."""
        if not actor.may(Permission.DROP_POINT_MANAGE):
            return self.none()
        return self.filter(Q(organisation_id=actor.organisation_id) | within("region", actor.oversees))

    def listed(self) -> Self:
        """The public list."""
        return self.filter(is_active=True)


class DropPoint(Dated):
    """A place with opening hours, run by an office, a school or an aggregator. Everything here is public."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="drop_points")
    region = models.CharField(max_length=13)
    name = models.CharField(_("nama"), max_length=150)
    address = models.CharField(_("alamat"), max_length=300)
    opening = models.CharField(_("jam buka"), max_length=150)
    phone = models.CharField(_("telepon kantor"), max_length=20, blank=True)
    latitude = models.FloatField(_("lintang"), null=True, blank=True)
    longitude = models.FloatField(_("bujur"), null=True, blank=True)
    is_active = models.BooleanField(_("dibuka"), default=True)

    objects = DropPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("titik kumpul")
        verbose_name_plural = _("titik kumpul")
        indexes = [
            models.Index(
                fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="droppoint_region"
            ),
            models.Index(fields=["organisation", "id"], name="droppoint_organisation"),
        ]

    def __str__(self) -> str:
        return self.name
