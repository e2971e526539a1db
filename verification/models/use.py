"""Afterwards: whether devices are used at 30, 90 and 180 days, and what became of those in trouble."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models import Device, Handover
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School
from verification.models.instrument import Instrument
from verification.models.photo import Photo
from verification.states import DeviceCaseState, PhotoState, UseRoundState


class UseRoundQuerySet(models.QuerySet["UseRound"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.USE_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))

    def due(self) -> Self:
        return self.filter(state__in=[UseRoundState.ASKED, UseRoundState.WARNED, UseRoundState.LATE])


class UseRound(Dated):
    """A verified handover is asked after 30, 90 and 180 days whether its devices are used. One row per handover and day."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="use_rounds")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="use_rounds")
    region = models.CharField(max_length=13)
    stage = models.PositiveSmallIntegerField()
    instrument = models.ForeignKey(
        Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="use_rounds"
    )
    asks_on = models.DateField()
    # The day after which it is late.
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=UseRoundState.choices, default=UseRoundState.WAITING)
    asked_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)

    objects = UseRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan pemakaian")
        verbose_name_plural = _("laporan pemakaian")
        constraints = [
            state_known(UseRoundState.values, name="useround_state_known"),
            stamped_when("answered", "answered_at", "answered_by_id", name="useround_answered_stamp"),
            stamped_when("late", "late_at", name="useround_late_stamp"),
            models.UniqueConstraint(fields=["handover", "stage"], name="useround_once"),
            models.CheckConstraint(condition=Q(stage__in=[30, 90, 180]), name="useround_stage_known"),
        ]
        indexes = [
            models.Index(fields=["asks_on", "id"], condition=Q(state="waiting"), name="useround_next"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=["asked", "warned"]), name="useround_unanswered"
            ),
            models.Index(fields=["school", "state", "id"], name="useround_school"),
            models.Index(
                fields=["region", "state", "id"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="useround_region",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.handover_id} +{self.stage}"


class UseAnswerQuerySet(models.QuerySet["UseAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.USE_VIEW):
            return self.none()
        return self.filter(Q(round__school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class UseAnswer(Dated):
    """What the principal says of one device in one round. Some are asked to be shown in a photo (`to_show`)."""

    class Says(models.TextChoices):
        IN_USE = "in_use", _("dipakai belajar")
        DAMAGED = "damaged", _("rusak")
        LOST = "lost", _("hilang")
        SOLD = "sold", _("dijual atau digadaikan")
        MOVED = "moved", _("pindah sekolah")
        GRADUATED = "graduated", _("sudah lulus")

    round = models.ForeignKey(UseRound, on_delete=models.PROTECT, related_name="answers")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="use_answers")
    region = models.CharField(max_length=13)
    to_show = models.BooleanField(default=False)
    says = models.CharField(_("keadaan"), max_length=9, choices=Says.choices, blank=True)
    # Further answers of the instrument, by key.
    more = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    objects = UseAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("jawaban pemakaian")
        verbose_name_plural = _("jawaban pemakaian")
        constraints = [
            one_of(
                "says", ["in_use", "damaged", "lost", "sold", "moved", "graduated", ""], name="useanswer_says_known"
            ),
            models.UniqueConstraint(fields=["round", "device"], name="useanswer_once"),
        ]
        indexes = [
            models.Index(
                fields=["region", "says", "id"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
                name="useanswer_region",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.device_id}: {self.says}"


class UsePhotoQuerySet(models.QuerySet["UsePhoto"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.USE_VIEW):
            return self.none()
        return self.filter(
            Q(answer__round__school__organisation_id=actor.organisation_id) | within("answer__region", actor.oversees)
        )


class UsePhoto(Photo):
    """A device that was asked to be shown. It goes the way of all photos: the worker makes it harmless and compares it."""

    answer = models.OneToOneField(UseAnswer, on_delete=models.PROTECT, related_name="photo")

    objects = UsePhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto pemakaian")
        verbose_name_plural = _("foto pemakaian")
        constraints = [
            state_known(PhotoState.values, name="usephoto_state_known"),
            models.CheckConstraint(
                condition=~Q(state="clean") | ~Q(photo="") & Q(difference_hash__isnull=False),
                name="usephoto_clean_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["received", "quarantined"]), name="usephoto_waiting"),
        ]

    @property
    def region(self) -> str:
        """Where it belongs on the trail."""
        return self.answer.region

    def __str__(self) -> str:
        return _("Foto pemakaian") + f" {self.public_id}"


class DeviceCaseQuerySet(models.QuerySet["DeviceCase"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.USE_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class DeviceCase(Dated):
    """A device that was lost, stolen, damaged, sold or found, and how it ended: one open case per device."""

    class Kind(models.TextChoices):
        LOST = "lost", _("hilang")
        STOLEN = "stolen", _("dicuri")
        DAMAGED = "damaged", _("rusak")
        SOLD = "sold", _("dijual atau digadaikan")
        FOUND = "found", _("ditemukan")

    class Source(models.TextChoices):
        SCHOOL = "school", _("sekolah")
        USE_ROUND = "use_round", _("laporan pemakaian")
        COMPLAINT = "complaint", _("pengaduan")
        FINDER = "finder", _("penemu")
        VISIT = "visit", _("kunjungan")

    class Outcome(models.TextChoices):
        BACK = "back", _("kembali dipakai")
        REPAIRED = "repaired", _("diperbaiki")
        GONE = "gone", _("tidak kembali")
        RETIRED = "retired", _("tidak dapat dipakai lagi")

    class Replacement(models.TextChoices):
        NONE = "none", _("tidak diganti")
        NEED_AGAIN = "need_again", _("kebutuhannya dibuka lagi")
        SCHOOL = "school", _("diganti sekolah")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="cases")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="device_cases")
    region = models.CharField(max_length=13)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    source = models.CharField(max_length=9, choices=Source.choices)
    state = models.CharField(max_length=6, choices=DeviceCaseState.choices, default=DeviceCaseState.OPEN)
    happened_on = models.DateField(_("tanggal kejadian"))
    text = models.TextField(_("yang terjadi"), max_length=1000, blank=True)
    police_number = models.CharField(_("nomor laporan polisi"), max_length=60, blank=True)
    told_at = models.DateTimeField()
    told_by_id = models.BigIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    replacement = models.CharField(max_length=10, choices=Replacement.choices, blank=True)
    finding = models.TextField(_("keputusan"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)

    objects = DeviceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("perkara gawai")
        verbose_name_plural = _("perkara gawai")
        constraints = [
            state_known(DeviceCaseState.values, name="devicecase_state_known"),
            one_of("kind", ["lost", "stolen", "damaged", "sold", "found"], name="devicecase_kind_known"),
            stamped_when("closed", "closed_at", "closed_by_id", name="devicecase_closed_stamp"),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(outcome="") & ~Q(replacement=""), name="devicecase_closed_whole"
            ),
            models.UniqueConstraint(fields=["device"], condition=Q(state="open"), name="devicecase_one_open"),
            models.CheckConstraint(
                condition=Q(closed_by_id__isnull=True)
                | Q(told_by_id__isnull=True)
                | ~Q(closed_by_id=models.F("told_by_id")),
                name="devicecase_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-id"], name="devicecase_school"),
            models.Index(
                fields=["region", "told_at", "id"],
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "int8_ops"],
                condition=Q(state="open"),
                name="devicecase_open",
            ),
        ]

    def __str__(self) -> str:
        return _("Perkara gawai") + f" {self.public_id}"
