"""Complaints of anybody, without an account: sealed words, a ticket, a clock that escalates."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.codes import new_code
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School
from verification.states import ComplaintState

LEVELS = (1, 2, 3, 4)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> Self:
        """By ground and level; the sensitive ones are the auditor's alone. An officer sees those that reached the own level."""
        if actor.may(Permission.COMPLAINT_SENSITIVE):
            return self.filter(Q(is_sensitive=True) | Q(level=4))
        if not actor.may(Permission.COMPLAINT_WORK):
            return self.none()
        return self.filter(within("region", actor.oversees), is_sensitive=False)


class Complaint(Dated):
    """`code` is the ticket. What was said and who said it are sealed; `level` says who must answer now:
    1 kecamatan, 2 Sudin, 3 Dinas, 4 Inspektorat. `due_at` is the end of that level's term.
    """

    class Category(models.TextChoices):
        FEE = "fee", _("diminta membayar")
        SALE = "sale", _("gawai dijual atau digadaikan")
        ABUSE = "abuse", _("ancaman atau pelecehan")
        NOT_ARRIVED = "not_arrived", _("gawai tidak sampai")
        BROKEN = "broken", _("gawai rusak atau tidak layak")
        UNFAIR = "unfair", _("penerima tidak tepat")
        DATA = "data", _("data pribadi")
        FOUND = "found", _("menemukan gawai bantuan")
        OTHER = "other", _("lainnya")

    code = models.CharField(max_length=20, unique=True, default=new_code)
    category = models.CharField(_("tentang"), max_length=12, choices=Category.choices)
    is_sensitive = models.BooleanField()
    region = models.CharField(max_length=13)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints")
    device_id = models.BigIntegerField(null=True, blank=True)
    text_sealed = models.BinaryField()
    name_sealed = models.BinaryField(default=b"", blank=True)
    contact_sealed = models.BinaryField(default=b"", blank=True)
    state = models.CharField(max_length=8, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    level = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    handler_id = models.BigIntegerField(null=True, blank=True)
    # What the ticket's holder reads; sealed as well, it may repeat what was said.
    answer_sealed = models.BinaryField(default=b"", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")
        constraints = [
            state_known(ComplaintState.values, name="complaint_state_known"),
            stamped_when("assigned", "assigned_at", "assigned_to", name="complaint_assigned_stamp"),
            stamped_when(["answered", "closed"], "answered_at", name="complaint_answered_stamp"),
            stamped_when("closed", "closed_at", name="complaint_closed_stamp"),
            one_of(
                "category",
                ["fee", "sale", "abuse", "not_arrived", "broken", "unfair", "data", "found", "other"],
                name="complaint_category_known",
            ),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="complaint_level_known"),
            models.CheckConstraint(
                condition=~Q(category__in=["fee", "sale", "abuse"]) | Q(is_sensitive=True), name="complaint_sensitive"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-id"], name="complaint_region"),
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["open", "assigned"]), name="complaint_running"
            ),
            models.Index(fields=["assigned_to", "due_at", "id"], name="complaint_assigned"),
        ]

    def __str__(self) -> str:
        return self.code


class ComplaintFileQuerySet(models.QuerySet["ComplaintFile"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(complaint__in=Complaint.objects.visible_to(actor))


class ComplaintFile(Dated):
    """What was sent with it, kept sealed from the web: images are encoded anew, anything else is only ever downloaded."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="complaints/", max_length=200)
    kind = models.CharField(max_length=5, choices=[("image", _("gambar")), ("pdf", "PDF")])
    sha256 = models.CharField(max_length=64)

    objects = ComplaintFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("lampiran pengaduan")
        verbose_name_plural = _("lampiran pengaduan")
        constraints = [one_of("kind", ["image", "pdf"], name="complaintfile_kind_known")]

    def __str__(self) -> str:
        return str(self.public_id)


class ComplaintStep(models.Model):
    """What happened to a complaint and when: the ticket's public timeline, and the proof that each level was reached once."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("diterima")
        ASSIGNED = "assigned", _("ditugaskan")
        ESCALATED = "escalated", _("dinaikkan")
        ANSWERED = "answered", _("dijawab")
        CONTESTED = "contested", _("pelapor belum puas")
        CLOSED = "closed", _("ditutup")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("langkah pengaduan")
        verbose_name_plural = _("langkah pengaduan")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "level"], condition=Q(kind="escalated"), name="complaintstep_once_per_level"
            ),
            one_of(
                "kind",
                ["received", "assigned", "escalated", "answered", "contested", "closed"],
                name="complaintstep_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["complaint", "id"], name="complaintstep_complaint")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"#{self.complaint_id}: {self.kind}"
