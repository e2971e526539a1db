"""The appointment, the moment and the paper of a handover."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models.codes import new_code
from donations.models.pledge import Pledge
from donations.states import HandoverState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        return self.filter(
            Q(pledge__donor__organisation_id=actor.organisation_id)
            | Q(school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )


class Confirmed(models.TextChoices):
    """How both sides confirmed a handover. Neither side alone is enough (promise 10)."""

    CODE = "code", _("kode dari pemberi dimasukkan sekolah")
    PAPER = "paper", _("BAST ditandatangani kedua pihak dan difoto")
    BEFORE = "before", _("dicatat sebelum dua konfirmasi diwajibkan")


class Handover(Dated):
    """Devices of one pledge change hands at one place on one day."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="handovers")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="handovers")
    region = models.CharField(max_length=13)
    scheduled_for = models.DateTimeField(_("waktu"))
    place = models.CharField(_("tempat"), max_length=200)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.PLANNED)
    planned_by_id = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.BigIntegerField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by_id = models.BigIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_id = models.BigIntegerField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    # The officer who goes along; the last reminder, in days before the date, so that each goes out once.
    officer = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="accompanied_handovers"
    )
    reminded_before = models.PositiveSmallIntegerField(null=True, blank=True)
    # Two confirmations: the giver's code that the school entered, or the paper that both signed.
    confirmed_how = models.CharField(max_length=6, choices=Confirmed.choices, blank=True)
    giver_confirmed_at = models.DateTimeField(null=True, blank=True)
    giver_confirmed_by_id = models.BigIntegerField(null=True, blank=True)
    signed_paper = models.FileField(_("foto BAST yang ditandatangani"), upload_to="signed/", max_length=200, blank=True)
    signed_paper_sha256 = models.CharField(max_length=64, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("serah terima")
        verbose_name_plural = _("serah terima")
        constraints = [
            state_known(HandoverState.values, name="handover_state_known"),
            stamped_when(["done", "reported"], "done_at", "done_by_id", name="handover_done_stamp"),
            stamped_when(HandoverState.REPORTED, "reported_at", "reported_by_id", name="handover_reported_stamp"),
            stamped_when(HandoverState.CANCELLED, "cancelled_at", "cancelled_by_id", name="handover_cancelled_stamp"),
            one_of("confirmed_how", ["code", "paper", "before", ""], name="handover_confirmed_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "reported"]) | ~Q(confirmed_how=""), name="handover_confirmed_when_done"
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_how="code")
                | Q(giver_confirmed_at__isnull=False, giver_confirmed_by_id__isnull=False)
                & ~Q(giver_confirmed_by_id=F("done_by_id")),
                name="handover_code_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_how="paper") | ~Q(signed_paper_sha256=""), name="handover_paper_is_kept"
            ),
            # One photo is the proof of one handover.
            models.UniqueConstraint(
                fields=["signed_paper_sha256"], condition=~Q(signed_paper_sha256=""), name="handover_paper_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-id"], name="handover_school"),
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="handover_region"
            ),
            models.Index(fields=["scheduled_for", "id"], condition=Q(state="planned"), name="handover_coming"),
            models.Index(
                fields=["officer", "scheduled_for", "id"], condition=Q(state="planned"), name="handover_officer"
            ),
        ]

    def __str__(self) -> str:
        return _("Serah terima") + f" {self.public_id}"


class HandoverCertificateQuerySet(models.QuerySet["HandoverCertificate"]):
    def visible_to(self, actor: Actor) -> Self:
        """The paper donor → school is for all sides; papers that name a person are for those who may read names.

        So neither the donor nor the validator finds them, although both see the handover.
        """
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        ours = Q(handover__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        given = Q(handover__pledge__donor__organisation_id=actor.organisation_id)
        if actor.may(Permission.RECIPIENT_VIEW):
            return self.filter(ours | given & Q(kind=HandoverCertificate.Kind.DONOR_TO_SCHOOL))
        return self.filter(ours | given, kind=HandoverCertificate.Kind.DONOR_TO_SCHOOL)


class HandoverCertificate(Dated):
    """A BAST as issued: number, file and hash. Never changed; a mistake is voided with a reason and issued anew."""

    class Kind(models.TextChoices):
        DONOR_TO_SCHOOL = "donor_to_school", _("Donatur → sekolah")
        SCHOOL_TO_GUARDIAN = "school_to_guardian", _("Sekolah → orang tua/wali")
        LOAN_TO_TEACHER = "loan_to_teacher", _("Pinjam pakai sekolah → guru")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="certificates")
    # Empty for the paper donor → school, which covers all devices of the handover.
    device = models.ForeignKey(
        "donations.Device", null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    region = models.CharField(max_length=13)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(_("nomor"), max_length=60, unique=True)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    pdf = models.FileField(upload_to="bast/", max_length=200)
    sha256 = models.CharField(max_length=64)
    return_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by_id = models.BigIntegerField(null=True, blank=True)
    voided_reason = models.CharField(max_length=300, blank=True)

    objects = HandoverCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("BAST")
        verbose_name_plural = _("BAST")
        constraints = [
            one_of("kind", ["donor_to_school", "school_to_guardian", "loan_to_teacher"], name="certificate_kind_known"),
            models.UniqueConstraint(
                fields=["handover", "kind", "device"],
                condition=Q(voided_at__isnull=True),
                nulls_distinct=False,
                name="certificate_one_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateNumber(models.Model):
    """The last number given out, per school and year: without gaps, because it is taken in the paper's own transaction."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("nomor urut BAST")
        verbose_name_plural = _("nomor urut BAST")
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="certificatenumber_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
