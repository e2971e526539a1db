"""A report on a handover and the verdicts on it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from verification.states import ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> Self:
        """The school's own and those on the own ground. A donor sees the state on the gift's page, never the photos."""
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(handover__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )

    def waiting(self) -> Self:
        return self.filter(state=ReportState.SUBMITTED)


class Report(Dated):
    """The principal's word that the devices of a handover arrived. One per handover; returned ones are sent again."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="report")
    region = models.CharField(max_length=13)
    received_on = models.DateField(_("tanggal diterima"))
    received_count = models.PositiveSmallIntegerField(_("jumlah gawai yang diterima"))
    note = models.TextField(_("catatan"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.SUBMITTED)
    submitted_at = models.DateTimeField()
    submitted_by_id = models.BigIntegerField()
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.BigIntegerField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by_id = models.BigIntegerField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by_id = models.BigIntegerField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        constraints = [
            state_known(ReportState.values, name="report_state_known"),
            stamped_when(ReportState.VERIFIED, "verified_at", "verified_by_id", name="report_verified_stamp"),
            stamped_when(ReportState.RETURNED, "returned_at", "returned_by_id", name="report_returned_stamp"),
            stamped_when(ReportState.REJECTED, "rejected_at", "rejected_by_id", name="report_rejected_stamp"),
            models.CheckConstraint(
                condition=(Q(verified_by_id__isnull=True) | ~Q(verified_by_id=F("submitted_by_id")))
                & (Q(returned_by_id__isnull=True) | ~Q(returned_by_id=F("submitted_by_id")))
                & (Q(rejected_by_id__isnull=True) | ~Q(rejected_by_id=F("submitted_by_id"))),
                name="report_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], condition=Q(state="submitted"), name="report_queue"),
            models.Index(fields=["region", "-id"], name="report_region"),
            models.Index(fields=["-verified_at", "-id"], condition=Q(state="verified"), name="report_latest_verified"),
        ]

    def __str__(self) -> str:
        return _("Laporan") + f" {self.public_id}"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(report__handover__school__organisation_id=actor.organisation_id)
            | within("report__region", actor.oversees)
        )


class Verdict(Dated):
    """What a validator said of a report, with the reason; each one stays."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="verdicts")
    decision = models.CharField(max_length=10, choices=[c for c in ReportState.choices if c[0] != "submitted"])
    reason = models.TextField(max_length=1000, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("putusan")
        verbose_name_plural = _("putusan")
        constraints = [
            one_of("decision", ["verified", "returned", "rejected"], name="verdict_decision_known"),
            models.CheckConstraint(condition=Q(decision="verified") | ~Q(reason=""), name="verdict_needs_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} #{self.report_id}"
