"""What happens at the school's door: the giver's code, what did not arrive, the slip for the guardian, records without network."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.handover import Handover
from donations.models.pledge import Allocation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import within


class HandoverCode(models.Model):
    """Six digits that the giver's side opens and the school's side enters: single use, ten minutes, five tries (promise 10).

    `digest` is keyed and bound to the handover. A newer code ends the older ones.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="codes")
    digest = models.BinaryField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kode serah terima")
        verbose_name_plural = _("kode serah terima")
        constraints = [
            models.UniqueConstraint(
                fields=["handover"], condition=Q(used_at__isnull=True, ended_at__isnull=True), name="handovercode_one"
            ),
            models.CheckConstraint(condition=Q(tries_left__lte=5), name="handovercode_tries"),
        ]

    def __str__(self) -> str:
        return f"#{self.handover_id}"


class ShortfallQuerySet(models.QuerySet["Shortfall"]):
    def visible_to(self, actor: Actor) -> Self:
        """Both sides of the handover, and officers over the ground."""
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        return self.filter(
            Q(handover__pledge__donor__organisation_id=actor.organisation_id)
            | Q(handover__school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )


class Shortfall(Dated):
    """One device of an appointment that did not arrive, and why. Rows are added, never changed.

    NOT_BROUGHT comes another day: its unit waits again. LOST, REFUSED and RETURNED end the unit: its need is open again.
    """

    class Kind(models.TextChoices):
        NOT_BROUGHT = "not_brought", _("belum dibawa, menyusul")
        LOST = "lost", _("hilang di perjalanan")
        REFUSED = "refused", _("ditolak sekolah")
        RETURNED = "returned", _("dibawa kembali pemberi")

    class Stage(models.TextChoices):
        """When it came to light."""

        AT_THE_DOOR = "door", _("saat serah terima")
        REPORTED = "reported", _("saat dilaporkan")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="shortfalls")
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="shortfalls")
    region = models.CharField(max_length=13)
    kind = models.CharField(_("yang terjadi"), max_length=12, choices=Kind.choices)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.AT_THE_DOOR)
    reason = models.CharField(_("alasan"), max_length=300)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    objects = ShortfallQuerySet.as_manager()

    class Meta:
        verbose_name = _("gawai yang tidak sampai")
        verbose_name_plural = _("gawai yang tidak sampai")
        constraints = [
            one_of("kind", ["not_brought", "lost", "refused", "returned"], name="shortfall_kind_known"),
            one_of("stage", ["door", "reported"], name="shortfall_stage_known"),
            models.UniqueConstraint(fields=["handover", "allocation"], name="shortfall_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="shortfall_needs_reason"),
        ]
        indexes = [
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="shortfall_region"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"#{self.handover_id}: {self.get_kind_display()}"


class ReceiptSlipQuerySet(models.QuerySet["ReceiptSlip"]):
    def visible_to(self, actor: Actor) -> Self:
        """The school that prints it and officers over the ground. The code itself is read in print alone."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(
            Q(allocation__handover__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )


class ReceiptSlip(Dated):
    """The slip with which a guardian confirms without an account that the device arrived, and that nothing was charged.

    `digest` is the keyed digest of the code on it, `code_sealed` the code itself for the print. `source_digest` tells two
    answers from one telephone or browser, for the auditor, and is emptied after 90 days.
    """

    allocation = models.OneToOneField(Allocation, on_delete=models.PROTECT, related_name="slip")
    region = models.CharField(max_length=13)
    digest = models.BinaryField(unique=True)
    code_sealed = models.BinaryField()
    printed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    arrived = models.BooleanField(null=True, blank=True)
    was_charged = models.BooleanField(null=True, blank=True)
    source_digest = models.BinaryField(default=b"", blank=True)

    objects = ReceiptSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip terima")
        verbose_name_plural = _("slip terima")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, arrived__isnull=True, was_charged__isnull=True)
                | Q(answered_at__isnull=False, arrived__isnull=False),
                name="receiptslip_answered_whole",
            )
        ]
        indexes = [
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="receiptslip_region"
            ),
            # Every minute somebody asks who was made to pay: few rows among all.
            models.Index(fields=["answered_at"], condition=Q(was_charged=True), name="receiptslip_charged"),
            models.Index(fields=["source_digest"], condition=~Q(source_digest=b""), name="receiptslip_source"),
        ]

    def __str__(self) -> str:
        return f"#{self.allocation_id}"


class OfflineRecordQuerySet(models.QuerySet["OfflineRecord"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who sent it, while acting for the school of the handover."""
        if not actor.may(Permission.HANDOVER_RECORD) or actor.user_id is None:
            return self.none()
        return self.filter(sent_by_id=actor.user_id, handover__school__organisation_id=actor.organisation_id)


class OfflineRecord(Dated):
    """A handover written down on a phone without network and sent later; `client_id` makes three tries one record."""

    client_id = models.UUIDField(unique=True)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="offline_records")
    region = models.CharField(max_length=13)
    written_at = models.DateTimeField()
    sent_by_id = models.BigIntegerField()
    # Empty: applied. Otherwise what the phone shows to the person.
    refused_reason = models.CharField(max_length=300, blank=True)

    objects = OfflineRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan tanpa jaringan")
        verbose_name_plural = _("catatan tanpa jaringan")
        indexes = [models.Index(fields=["handover", "-id"], name="offlinerecord_handover")]

    def __str__(self) -> str:
        return str(self.client_id)
