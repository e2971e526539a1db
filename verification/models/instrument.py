"""Questions as data, in versions: what is asked of a school or a visitor stays as it was asked."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School
from verification.states import InstrumentState


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, actor: Actor) -> Self:
        """Questions are no secret for anybody who works here; drafts are the coordinator's."""
        if actor.may(Permission.INSTRUMENT_EDIT):
            return self
        if not actor.may(Permission.SCHOOL_VIEW):
            return self.none()
        return self.exclude(state=InstrumentState.DRAFT)


class Instrument(Dated):
    """A list of questions in versions, as data. `questions`: [{"key", "text", "kind": "yes_no" | "choice" | "number" | "text",
    "choices": [{"value", "label"}], "required": bool, "help"}].
    """

    class Purpose(models.TextChoices):
        DEVICE_USE = "device_use", _("pemakaian gawai")
        SCHOOL_READINESS = "school_readiness", _("kesiapan sekolah")
        FIELD_VISIT = "field_visit", _("kunjungan lapangan")

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(_("judul"), max_length=120)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=InstrumentState.choices, default=InstrumentState.DRAFT)
    made_by_id = models.BigIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrumen")
        verbose_name_plural = _("instrumen")
        constraints = [
            state_known(InstrumentState.values, name="instrument_state_known"),
            stamped_when(
                ["published", "retired"], "published_at", "published_by_id", name="instrument_published_stamp"
            ),
            one_of("purpose", ["device_use", "school_readiness", "field_visit"], name="instrument_purpose_known"),
            models.UniqueConstraint(fields=["purpose", "version"], name="instrument_version_once"),
            models.UniqueConstraint(fields=["purpose"], condition=Q(state="published"), name="instrument_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} v{self.version}"


class InstrumentReplyQuerySet(models.QuerySet["InstrumentReply"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.SCHOOL_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class InstrumentReply(Dated):
    """A school's answers to one version of an instrument, as a whole (use rounds keep theirs by device)."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="replies")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="instrument_replies")
    region = models.CharField(max_length=13)
    answers = models.JSONField(default=dict)
    answered_at = models.DateTimeField()
    answered_by_id = models.BigIntegerField()

    objects = InstrumentReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("jawaban instrumen")
        verbose_name_plural = _("jawaban instrumen")
        indexes = [
            models.Index(fields=["school", "-id"], name="instrumentreply_school"),
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="instrumentreply_region"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.instrument_id}"
