"""What somebody found when a used device came in."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.device import Device, Grade
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import within


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the device: its holder, both sides of its gift, officers over the ground."""
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        return self.filter(
            Q(device__stock_of_id=actor.organisation_id)
            | Q(device__allocation__line__pledge__donor__organisation_id=actor.organisation_id)
            | Q(device__allocation__line__pledge__school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )


class Intake(Dated):
    """One inspection, as found; a later one adds a row. READY opens the way to a handover, RECYCLE ends it."""

    class Place(models.TextChoices):
        AGGREGATOR = "aggregator", _("agregator")
        DROP_POINT = "drop_point", _("titik kumpul")
        SCHOOL = "school", _("sekolah")
        DONOR = "donor", _("donatur")

    class Outcome(models.TextChoices):
        READY = "ready", _("siap diserahkan")
        REPAIR = "repair", pgettext_lazy("device", "perlu diperbaiki")
        RECYCLE = "recycle", _("didaur ulang")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="intakes")
    region = models.CharField(max_length=13, blank=True)
    place = models.CharField(_("tempat periksa"), max_length=10, choices=Place.choices)
    # point → True of `donations.readiness`; what a person ticked.
    points = models.JSONField(default=dict)
    grade = models.CharField(_("mutu"), max_length=1, choices=Grade.choices, blank=True)
    outcome = models.CharField(_("hasil"), max_length=8, choices=Outcome.choices)
    battery_percent = models.PositiveSmallIntegerField(_("kesehatan baterai (%)"), null=True, blank=True)
    system_version = models.CharField(_("versi sistem"), max_length=60, blank=True)
    wiped_by = models.CharField(_("dihapus oleh"), max_length=150, blank=True)
    wipe_method = models.CharField(_("cara menghapus"), max_length=120, blank=True)
    wiped_on = models.DateField(_("tanggal dihapus"), null=True, blank=True)
    # Who looked the IMEI up at the ministry's page, and when (attested, there is no interface).
    imei_checked_by = models.CharField(_("IMEI dicek oleh"), max_length=150, blank=True)
    imei_checked_on = models.DateField(_("tanggal cek IMEI"), null=True, blank=True)
    about_photo = models.FileField(upload_to="intake/", max_length=200, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    checked_at = models.DateTimeField()
    checked_by_id = models.BigIntegerField()

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan gawai")
        verbose_name_plural = _("pemeriksaan gawai")
        constraints = [
            one_of("outcome", ["ready", "repair", "recycle"], name="intake_outcome_known"),
            one_of("place", ["aggregator", "drop_point", "school", "donor"], name="intake_place_known"),
            models.CheckConstraint(
                condition=Q(battery_percent__isnull=True) | Q(battery_percent__range=(0, 100)), name="intake_battery"
            ),
        ]
        indexes = [models.Index(fields=["device", "-id"], name="intake_device")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.get_outcome_display()}"
