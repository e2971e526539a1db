"""The closer look: which reports are visited, how they were drawn, what the visitor found, and the cases that follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from donations.models import Device
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from verification.models.instrument import Instrument
from verification.models.report import Report
from verification.states import CaseState, SampleDrawState, VisitState


class SampleDrawQuerySet(models.QuerySet["SampleDraw"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody: a draw that not all can see is none. The seed is shown when no visit can be foretold by it any more."""
        return self.all()


class SampleDraw(Dated):
    """A random share of the reports verified in `[starts_on, ends_on)`, sized by confidence and margin.

    `commitment` is the SHA-256 of the seed in hexadecimal digits, published before; the seed is revealed with the draw. A
    report's lot is the first 15 hexadecimal digits of SHA-256("seed:public id of the report"); the `size` lowest are visited.
    """

    state = models.CharField(max_length=9, choices=SampleDrawState.choices, default=SampleDrawState.COMMITTED)
    commitment = models.CharField(max_length=64)
    seed_sealed = models.BinaryField(editable=False)
    seed = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField(_("dari"))
    ends_on = models.DateField(_("sampai sebelum"))
    # Both in percent; the share of wrong reports that is expected, too.
    confidence = models.PositiveSmallIntegerField(_("tingkat keyakinan (%)"), default=95)
    margin = models.PositiveSmallIntegerField(_("batas galat (%)"), default=5)
    expected = models.PositiveSmallIntegerField(_("perkiraan tidak sesuai (%)"), default=50)
    population = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    # SHA-256 of the published file of lots: it stands from the draw on, the file itself follows when it can harm no visit.
    list_sha256 = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField()
    committed_by_id = models.BigIntegerField()
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by_id = models.BigIntegerField(null=True, blank=True)

    objects = SampleDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("undian sampel")
        verbose_name_plural = _("undian sampel")
        constraints = [
            state_known(SampleDrawState.values, name="sampledraw_state_known"),
            stamped_when("drawn", "drawn_at", "drawn_by_id", name="sampledraw_drawn_stamp"),
            models.CheckConstraint(condition=Q(state="committed", seed="") | ~Q(seed=""), name="sampledraw_seed_after"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="sampledraw_period"),
            models.CheckConstraint(condition=Q(size__lte=F("population")), name="sampledraw_size"),
            models.CheckConstraint(
                condition=Q(confidence__range=(50, 99), margin__range=(1, 50), expected__range=(1, 99)),
                name="sampledraw_percents",
            ),
            models.CheckConstraint(
                condition=Q(drawn_by_id__isnull=True) | ~Q(drawn_by_id=F("committed_by_id")),
                name="sampledraw_four_eyes",
            ),
            # Whoever could draw a period twice could draw until it pleases.
            ExclusionConstraint(
                name="sampledraw_day_once",
                expressions=[
                    (
                        Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.commitment[:12]

    @property
    def last_day(self) -> date:
        """Of the period, as people say it."""
        return self.ends_on - timedelta(days=1)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, actor: Actor) -> Self:
        """Officers over the ground, who go there, and those who look over everything; never the school before it is over."""
        if not actor.may(Permission.REPORT_VIEW):
            return self.none()
        over = Q(report__handover__school__organisation_id=actor.organisation_id, state__in=["passed", "failed"])
        return self.filter(over | within("region", actor.oversees))


class Visit(Dated):
    """Somebody goes to the school and looks whether what a report says is there. One for a report.

    `answers` are those of the instrument "field_visit" in the version `instrument`.
    """

    class Why(models.TextChoices):
        NEW_GIVER = "new_giver", _("pemberi baru")
        NEW_SCHOOL = "new_school", _("sekolah baru")
        RED_FLAG = "red_flag", _("tanda bahaya")
        RANDOM = "random", _("terundi")
        WIDENED = "widened", _("sampel diperluas")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="visit")
    region = models.CharField(max_length=13)
    draw = models.ForeignKey(SampleDraw, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    lot = models.BigIntegerField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    state = models.CharField(max_length=9, choices=VisitState.choices, default=VisitState.PLANNED)
    due_on = models.DateField(_("paling lambat"))
    taken_by_id = models.BigIntegerField(null=True, blank=True)
    instrument = models.ForeignKey(Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    answers = models.JSONField(default=dict, blank=True)
    devices_expected = models.PositiveSmallIntegerField(default=0)
    devices_seen = models.PositiveSmallIntegerField(_("gawai yang dilihat"), null=True, blank=True)
    note = models.TextField(_("catatan"), max_length=1000, blank=True)
    visited_on = models.DateField(_("tanggal kunjungan"), null=True, blank=True)
    visited_by_id = models.BigIntegerField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("kunjungan")
        verbose_name_plural = _("kunjungan")
        constraints = [
            state_known(VisitState.values, name="visit_state_known"),
            stamped_when(
                ["passed", "failed"], "visited_on", "visited_by_id", "devices_seen", name="visit_visited_stamp"
            ),
            one_of("why", ["new_giver", "new_school", "red_flag", "random", "widened"], name="visit_why_known"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="visit_cancelled_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "due_on", "id"],
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
                condition=Q(state="planned"),
                name="visit_due",
            ),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="visit_region"),
        ]

    def __str__(self) -> str:
        return _("Kunjungan") + f" {self.public_id}"


class IntegrityCaseQuerySet(models.QuerySet["IntegrityCase"]):
    def visible_to(self, actor: Actor) -> Self:
        """The auditor, and the coordinator over the ground: nobody whom it may be about."""
        if not actor.may(Permission.CASE_CLOSE):
            return self.none()
        if actor.may(Permission.CASE_OPEN):
            return self
        return self.filter(within("region", actor.oversees))


class IntegrityCase(Dated):
    """Something does not add up, and somebody has to say whether it is so. `facts` are codes and numbers, no person's name.

    `key` tells one matter from another: as long as its case is open, no second one is opened.
    """

    class Kind(models.TextChoices):
        SAMPLE_FAILED = "sample_failed", _("kunjungan menemukan ketidaksesuaian")
        SAME_PHOTO = "same_photo", _("foto yang sama di beberapa laporan")
        SAME_DEVICE = "same_device", _("nomor gawai yang sama di beberapa catatan")
        TWO_PLACES = "two_places", _("gawai ditemukan di dua tempat")
        BURST = "burst", _("banyak laporan dalam waktu singkat")
        NEVER_RETURNS = "never_returns", _("validator yang tidak pernah mengembalikan")
        NO_GUARDIANS = "no_guardians", _("sekolah tanpa konfirmasi wali")
        ONE_SOURCE = "one_source", _("banyak konfirmasi dari satu perangkat")
        CHARGED = "charged", _("wali dimintai biaya")
        SOLD = "sold", _("gawai bantuan dijual atau digadaikan")
        COMPLAINT = "complaint", _("pengaduan masyarakat")
        BY_HAND = "by_hand", _("dibuka oleh auditor")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    key = models.CharField(max_length=120)
    region = models.CharField(max_length=13, blank=True)
    state = models.CharField(max_length=9, choices=CaseState.choices, default=CaseState.OPEN)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="integrity_cases"
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="integrity_cases")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="integrity_cases")
    facts = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()
    # None: by itself.
    opened_by_id = models.BigIntegerField(null=True, blank=True)
    finding = models.TextField(_("hasil pemeriksaan"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)

    objects = IntegrityCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("perkara integritas")
        verbose_name_plural = _("perkara integritas")
        constraints = [
            state_known(CaseState.values, name="integritycase_state_known"),
            stamped_when(["founded", "unfounded"], "closed_at", "closed_by_id", name="integritycase_closed_stamp"),
            models.UniqueConstraint(fields=["key"], condition=Q(state="open"), name="integritycase_one_open"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(finding=""), name="integritycase_finding"),
            models.CheckConstraint(
                condition=Q(opened_by_id__isnull=True)
                | Q(closed_by_id__isnull=True)
                | ~Q(closed_by_id=F("opened_by_id")),
                name="integritycase_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="integritycase_latest"),
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="integritycase_region"
            ),
        ]

    def __str__(self) -> str:
        return _("Perkara") + f" {self.public_id}"
