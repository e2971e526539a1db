"""Complaints of anybody, without an account: sealed words, a ticket, a clock that escalates."""

from __future__ import annotations

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.codes import new_code
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School
from verification.models.sample import IntegrityCase
from verification.models.use import DeviceCase
from verification.states import ComplaintState

LEVELS = (1, 2, 3, 4)
# Who answers at each level; nobody else has one.
LEVEL_OF: dict[Role, int] = {
    Role.DISTRICT_SUPERVISOR: 1,
    Role.CITY_SUPERVISOR: 2,
    Role.COORDINATOR: 3,
    Role.AUDITOR: 4,
}
# Personal data are the province's affair from the start.
FIRST_FOR_DATA = 3


def organisations_of(user_id: int) -> models.QuerySet[Membership, Any]:
    """Where this person ever worked, also with another account of the same person: what is said of them, they never read."""
    me = User.objects.filter(pk=user_id).exclude(person_digest=None)
    same = User.objects.filter(Q(pk=user_id) | Q(person_digest__in=me.values("person_digest")))
    return Membership.objects.filter(user__in=same, accepted_at__isnull=False).values("organisation_id")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> Self:
        """By ground and level: an officer sees those that reached the own level and keeps them when they rise further.

        The sensitive ones are the auditor's alone, personal data the coordinator's. Who works for the school that is
        complained about sees nothing of it, in whatever role.
        """
        level = LEVEL_OF.get(actor.role, 0)
        if not (actor.may(Permission.COMPLAINT_WORK) or actor.may(Permission.COMPLAINT_SENSITIVE)) or not level:
            return self.none()
        seen = self.filter(within("region", actor.oversees)).filter(
            Q(school__isnull=True) | ~Q(school__organisation__in=organisations_of(actor.user_id or 0))
        )
        if actor.may(Permission.COMPLAINT_SENSITIVE):
            return seen.filter(Q(is_sensitive=True) | Q(level=4))
        seen = seen.filter(is_sensitive=False, level__gte=level)
        return seen if level >= FIRST_FOR_DATA else seen.exclude(category="data")

    def running(self) -> Self:
        """Those that wait for an answer; the clock runs for them."""
        return self.filter(state__in=[ComplaintState.OPEN, ComplaintState.ASSIGNED])


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
    # Keyed digest of the form's own number with all that was sent: a second click finds the first one's complaint.
    submission = models.BinaryField(null=True, unique=True, editable=False)
    device_case = models.ForeignKey(
        DeviceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    integrity_case = models.ForeignKey(
        IntegrityCase, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    # Since then nothing tells who complained, of whom, or what was said (`erase_complaints`).
    erased_at = models.DateTimeField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(state="closed", text_sealed=b"", name_sealed=b"", contact_sealed=b"", answer_sealed=b""),
                name="complaint_erased_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="complaint_region"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["open", "assigned"]), name="complaint_running"
            ),
            models.Index(fields=["assigned_to", "due_at", "id"], name="complaint_assigned"),
            models.Index(
                fields=["closed_at", "id"],
                condition=Q(state="closed", erased_at__isnull=True),
                name="complaint_to_erase",
            ),
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
