"""The letter that tells parents why this rank, and the appeal against it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models.assessment import CriteriaSet
from recipients.models.recipient import Recipient
from recipients.states import AppealState, RecipientState

# What the trail says when a school has written a person's facts anew.
CORRECTIONS = ("recipient.updated", "recipient.circumstances_recorded")


class RankLetterQuerySet(models.QuerySet["RankLetter"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(
            Q(recipient__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )


class RankLetter(Dated):
    """A letter that a school printed for the parents. Its code opens the appeal form without an account; only the keyed hash
    of the code is kept. What the letter said is kept as it was: version, verdict, points."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="rank_letters")
    criteria = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=13)
    code_digest = models.BinaryField(max_length=32, editable=False)
    is_eligible = models.BooleanField()
    points = models.SmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)

    objects = RankLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat penilaian")
        verbose_name_plural = _("surat penilaian")
        constraints = [models.UniqueConstraint(fields=["code_digest"], name="rankletter_code_once")]

    def __str__(self) -> str:
        return f"{self.public_id}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own school's, and those of the ground that one oversees."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(
            Q(recipient__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )

    def open(self) -> Self:
        return self.filter(state=AppealState.OPEN)

    def uncorrected(self) -> Self:
        """Upheld, and the school has written nothing about the person since."""
        written = Event.objects.filter(
            thing=Recipient._meta.label_lower,
            thing_id=OuterRef("recipient_id"),
            action__in=CORRECTIONS,
            at__gt=OuterRef("decided_at"),
        )
        return self.filter(state=AppealState.UPHELD, recipient__state=RecipientState.REGISTERED).exclude(
            Exists(written)
        )


class Appeal(Dated):
    """A school or a parent says that the verdict is wrong; the Sudin decides by the version that was used."""

    class FiledBy(models.TextChoices):
        SCHOOL = "school", _("sekolah")
        PARENT = "parent", _("orang tua atau wali")

    class Ground(models.TextChoices):
        DEVICE = "device", _("keterangan gawai di rumah keliru")
        INCOME = "income", _("penghasilan orang tua keliru")
        CARD = "card", _("kartu bantuan (KIP, KJP Plus, KPS) tidak tercatat")
        FAMILY = "family", _("keadaan keluarga keliru (yatim, panti, disabilitas)")
        SCHOOLING = "schooling", _("kelas atau sekolah keliru")
        OTHER = "other", _("hal lain")

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="appeals")
    criteria = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=13)
    # The verdict that is appealed against.
    is_eligible = models.BooleanField()
    points = models.SmallIntegerField()
    filed_as = models.CharField(max_length=6, choices=FiledBy.choices)
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField(null=True, blank=True)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    message_sealed = models.BinaryField(default=b"", editable=False)
    contact_sealed = models.BinaryField(default=b"", editable=False)
    state = models.CharField(max_length=8, choices=AppealState.choices, default=AppealState.OPEN)
    due_on = models.DateField()
    answer_sealed = models.BinaryField(default=b"", editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanggahan")
        verbose_name_plural = _("sanggahan")
        constraints = [
            state_known(AppealState.values, name="appeal_state_known"),
            one_of("filed_as", ["school", "parent"], name="appeal_filed_as_known"),
            models.UniqueConstraint(fields=["recipient"], condition=Q(state="open"), name="appeal_one_open"),
            stamped_when(["upheld", "rejected"], "decided_at", "decided_by_id", name="appeal_decided_stamp"),
        ]
        indexes = [
            models.Index(
                fields=["region", "due_on", "id"],
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
                condition=Q(state="open"),
                name="appeal_open",
            ),
            models.Index(fields=["due_on", "id"], name="appeal_due"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"
