"""Who collects for others: the profile, and the licence without which nothing is taken in."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.states import LicenceState
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import stamped_when, state_known
from ksbb.common.models import Dated

# PP 29/1980, article 6 (1): at most a tenth of what is collected may pay for the collecting.
MOST_COST_PERCENT = 10


class AggregatorQuerySet(models.QuerySet["Aggregator"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own profile; whoever verifies aggregators or reads the books sees all. Givers choose from `listed()`."""
        if actor.may(Permission.AGGREGATOR_VIEW):
            return self
        return self.filter(organisation_id=actor.organisation_id) if actor.organisation_id else self.none()

    def listed(self, on: date | None = None) -> Self:
        """Those through whom one can give today: verified, not due for a check, with a licence in force."""
        day = on or timezone.localdate()
        return self.filter(verified_until__gte=day, licences__in=Licence.objects.in_force(day)).distinct()

    def known(self) -> Self:
        """Those that everybody may read of: checked at least once, also when nothing may be given through them any more."""
        return self.filter(verified_at__isnull=False)

    def locked(self) -> Self:
        """For actions: whoever writes into the book, or changes what it may take in, holds this row first."""
        return self.select_for_update(of=("self",), no_key=True).select_related("organisation")


class Aggregator(Dated):
    """A licensed collector. `cost_percent` of the money may pay for its work; the coordinator verifies it every year."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="aggregator")
    region = models.CharField(max_length=13, blank=True)
    legal_form = models.CharField(_("badan hukum"), max_length=120)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon kantor"), max_length=20, blank=True)
    website = models.URLField(_("situs"), blank=True)
    how_to_give = models.CharField(_("cara menyerahkan uang atau gawai"), max_length=500, blank=True)
    cost_percent = models.DecimalField(_("bagian biaya (%)"), max_digits=4, decimal_places=1, default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.BigIntegerField(null=True, blank=True)
    # The last day on which the verification holds; a year at most.
    verified_until = models.DateField(null=True, blank=True)

    objects = AggregatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("agregator")
        verbose_name_plural = _("agregator")
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_percent__range=(0, MOST_COST_PERCENT)), name="aggregator_cost_at_most_a_tenth"
            ),
            models.CheckConstraint(
                condition=Q(verified_until__isnull=True) | Q(verified_at__isnull=False, verified_by_id__isnull=False),
                name="aggregator_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class LicenceQuerySet(models.QuerySet["Licence"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(aggregator__in=Aggregator.objects.visible_to(actor))

    def in_force(self, on: date | None = None) -> Self:
        """Valid on that day; a warned holder may still collect."""
        day = on or timezone.localdate()
        return self.filter(
            state__in=[LicenceState.VALID, LicenceState.WARNED], valid_from__lte=day, valid_until__gte=day
        )


class Licence(Dated):
    """One licence to collect (izin PUB), as the ministry or the province issued it."""

    aggregator = models.ForeignKey(Aggregator, on_delete=models.PROTECT, related_name="licences")
    number = models.CharField(_("nomor izin"), max_length=100)
    issuer = models.CharField(_("penerbit"), max_length=150)
    valid_from = models.DateField(_("berlaku mulai"))
    valid_until = models.DateField(_("berlaku sampai"))
    document = models.FileField(upload_to="licences/", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=LicenceState.choices, default=LicenceState.VALID)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_id = models.BigIntegerField(null=True, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("izin")
        verbose_name_plural = _("izin")
        constraints = [
            state_known(LicenceState.values, name="licence_state_known"),
            models.UniqueConstraint(fields=["issuer", "number"], name="licence_once"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="licence_has_a_term"),
            stamped_when(LicenceState.REVOKED, "revoked_at", "revoked_by_id", name="licence_revoked_stamp"),
        ]

    def __str__(self) -> str:
        return self.number


class LicenceEvent(models.Model):
    """The history of one licence: what was decided by whom about it, on which paper."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="events")
    status = models.CharField(max_length=10, choices=LicenceState.choices)
    on = models.DateField(_("tanggal"))
    reason = models.CharField(_("alasan dan dasar suratnya"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("riwayat izin")
        verbose_name_plural = _("riwayat izin")
        indexes = [models.Index(fields=["licence", "-id"], name="licenceevent_licence")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.get_status_display()}"
