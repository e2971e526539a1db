"""The photos of a report: those that prove it, and those that wait while it is still being written."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.models import Dated
from ksbb.territories.models import within
from verification.models.report import Report


class Photo(Dated):
    """One photo, re-encoded by us; what its EXIF said of time and place is kept as facts, the EXIF itself is gone."""

    photo = models.FileField(upload_to="evidence/", max_length=200)
    thumbnail = models.FileField(upload_to="evidence/", max_length=200)
    sha256 = models.CharField(max_length=64)
    difference_hash = models.BigIntegerField()
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    submitted_by_id = models.BigIntegerField()

    class Meta:
        abstract = True


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(report__handover__school__organisation_id=actor.organisation_id)
            | within("report__region", actor.oversees)
        )

    def current(self) -> Self:
        return self.filter(replaced_at__isnull=True)


class Evidence(Photo):
    """A photo that was sent with a report. One that is replaced after a return stays on record, out of the current set."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bukti")
        verbose_name_plural = _("bukti")
        indexes = [models.Index(fields=["sha256"], name="evidence_sha256")]

    def __str__(self) -> str:
        return _("Bukti") + f" {self.public_id}"

    @property
    def region(self) -> str:
        """Where it belongs on the trail."""
        return self.report.region


class DraftPhotoQuerySet(models.QuerySet["DraftPhoto"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only who sent it, and only while acting for the school of the handover."""
        if not actor.may(Permission.REPORT_SUBMIT) or actor.user_id is None:
            return self.none()
        return self.filter(submitted_by_id=actor.user_id, handover__school__organisation_id=actor.organisation_id)


class DraftPhoto(Photo):
    """A clean photo of a report that could not be sent yet. It is gone when the report is sent, or after a day."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = DraftPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto rancangan")
        verbose_name_plural = _("foto rancangan")
        constraints = [
            models.UniqueConstraint(fields=["handover", "submitted_by_id", "sha256"], name="draftphoto_once")
        ]

    def __str__(self) -> str:
        return _("Foto rancangan") + f" {self.public_id}"
