"""A lost second factor, taken off by two people."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models.people import Membership, User
from ksbb.authority.actors import Actor
from ksbb.common.models import Dated

VALID_FOR = timedelta(hours=24)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(membership__in=Membership.objects.visible_to(actor))

    def waiting(self) -> Self:
        """Opened by one, not yet confirmed by another, within the day."""
        return self.filter(confirmed_at=None, created_at__gt=timezone.now() - VALID_FOR)


class FactorReset(Dated):
    """One colleague has seen the person of `membership` (`opened_by`), a second one confirms; then the factors are gone.

    `confirmed_by` stays empty when the operators were the second pair of eyes (`manage.py confirm_factor_reset`).
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="factor_resets")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("pelepasan pengaman")
        verbose_name_plural = _("pelepasan pengaman")
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("opened_by")), name="factorreset_four_eyes"),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(confirmed_at=None), name="factorreset_one_open_each"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def region(self) -> str:
        """Where the trail puts it: the place of the organisation."""
        return self.membership.region
