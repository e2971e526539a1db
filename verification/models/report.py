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
from verification.states import AppealState, ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> Self:
        """The school's own and those on the own ground. A donor sees the state on the gift's page, never the photos."""
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(handover__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )

    def waiting(self) -> Self:
        """For a validator's word; not while the system still looks at the photos."""
        return self.filter(state=ReportState.SUBMITTED, awaits_photos=False)


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
    # How much speaks for a closer look, 0 to 100, and why: codes with facts, no person (`verification/risk.py`).
    risk = models.PositiveSmallIntegerField(default=0)
    risk_key = models.GeneratedField(expression=-F("risk"), output_field=models.SmallIntegerField(), db_persist=True)
    risk_facts = models.JSONField(default=list, blank=True)
    # Whether every check passed, so that it may be verified together with others.
    is_green = models.BooleanField(default=False)
    # Photos that the system still looks at: until then it is nobody's to judge.
    awaits_photos = models.BooleanField(default=False)
    # A validator who sits on it, until when; after that it is anybody's again (promise 19).
    claimed_by_id = models.BigIntegerField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

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
                condition=Q(claimed_by_id__isnull=True) | Q(claimed_until__isnull=False), name="report_claim_ends"
            ),
            models.CheckConstraint(condition=Q(risk__lte=100), name="report_risk_range"),
            models.CheckConstraint(
                condition=(Q(verified_by_id__isnull=True) | ~Q(verified_by_id=F("submitted_by_id")))
                & (Q(returned_by_id__isnull=True) | ~Q(returned_by_id=F("submitted_by_id")))
                & (Q(rejected_by_id__isnull=True) | ~Q(rejected_by_id=F("submitted_by_id"))),
                name="report_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], condition=Q(state="submitted"), name="report_queue"),
            models.Index(
                fields=["risk_key", "submitted_at", "id"], condition=Q(state="submitted"), name="report_by_risk"
            ),
            models.Index(fields=["claimed_by_id", "id"], condition=Q(state="submitted"), name="report_claimed"),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="report_region"),
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
    # What has to be repaired, as listed codes; each may name the photo or the device it is about by public id.
    reasons = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("putusan")
        verbose_name_plural = _("putusan")
        constraints = [
            one_of("decision", ["verified", "returned", "rejected"], name="verdict_decision_known"),
            models.CheckConstraint(
                condition=Q(decision="verified") | ~Q(reason="") | ~Q(reasons=[]), name="verdict_needs_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} #{self.report_id}"


class VerdictAppealQuerySet(models.QuerySet["VerdictAppeal"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        return self.filter(
            Q(report__handover__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )


class VerdictAppeal(Dated):
    """A school does not accept a rejection; the coordinator decides. Granted, the report is judged anew by somebody else."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="appeals")
    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="appeal")
    region = models.CharField(max_length=13)
    text = models.TextField(_("keberatan"), max_length=1000)
    state = models.CharField(max_length=8, choices=AppealState.choices, default=AppealState.FILED)
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField()
    answer = models.TextField(_("jawaban"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)

    objects = VerdictAppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("keberatan atas putusan")
        verbose_name_plural = _("keberatan atas putusan")
        constraints = [
            state_known(AppealState.values, name="verdictappeal_state_known"),
            stamped_when(["granted", "denied"], "decided_at", "decided_by_id", name="verdictappeal_decided_stamp"),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("filed_by_id")),
                name="verdictappeal_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["filed_at", "id"], condition=Q(state="filed"), name="verdictappeal_queue"),
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="verdictappeal_region"
            ),
        ]

    def __str__(self) -> str:
        return _("Keberatan") + f" {self.public_id}"
