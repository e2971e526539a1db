"""What Disdukcapil and Dinsos say of people: lists that went out for checking, and the answers as facts with a source."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.imports.states import ImportState
from ksbb.territories.models import within
from recipients.models.recipient import Recipient
from recipients.states import CheckState


class CheckSource(models.TextChoices):
    DUKCAPIL = "dukcapil", _("Disdukcapil (NIK)")
    DINSOS = "dinsos", _("Dinas Sosial (DTSEN)")


class CheckBatchQuerySet(models.QuerySet["CheckBatch"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.CHECK_EXCHANGE) or not actor.oversees:
            return self.none()
        return self.filter(within("region", actor.oversees))


class CheckBatch(Dated):
    """One list for one office over one ground, and whether its answer came back."""

    source = models.CharField(max_length=8, choices=CheckSource.choices)
    # The official code of the ground that it covers.
    region = models.CharField(max_length=13)
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.MAKING)
    # How many lines there are; while the list is being made they grow, and `counts` says out of how many.
    people = models.PositiveIntegerField(default=0)
    exported_at = models.DateTimeField()
    exported_by_id = models.BigIntegerField()
    # The day of which the answer speaks, as the office writes it.
    as_of = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_id = models.BigIntegerField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    objects = CheckBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("daftar pemeriksaan")
        verbose_name_plural = _("daftar pemeriksaan")
        constraints = [
            state_known(CheckState.values, name="checkbatch_state_known"),
            one_of("source", ["dukcapil", "dinsos"], name="checkbatch_source_known"),
            stamped_when(
                CheckState.ANSWERED, "answered_at", "answered_by_id", "as_of", name="checkbatch_answered_stamp"
            ),
            stamped_when(CheckState.CANCELLED, "cancelled_at", "cancelled_by_id", name="checkbatch_cancelled_stamp"),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="checkbatch_source"),
            models.Index(fields=["id"], condition=Q(state="making"), name="checkbatch_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.public_id}"


class CheckLine(models.Model):
    """One person of one list, under a reference of its own: the answer names it, so that a NIK need not come back."""

    batch = models.ForeignKey(CheckBatch, on_delete=models.CASCADE, related_name="lines")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="check_lines")
    region = models.CharField(max_length=13)
    reference = models.CharField(max_length=12)
    is_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("baris pemeriksaan")
        verbose_name_plural = _("baris pemeriksaan")
        constraints = [
            models.UniqueConstraint(fields=["batch", "reference"], name="checkline_reference_once"),
            models.UniqueConstraint(fields=["batch", "recipient"], name="checkline_person_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class CheckAnswerQuerySet(models.QuerySet["CheckAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.CHECK_EXCHANGE) or not actor.oversees:
            return self.none()
        return self.filter(within("region", actor.oversees))

    def light(self) -> Self:
        """Without the file, which may be megabytes."""
        return self.defer("sealed_file")

    def living(self) -> Self:
        """Sent, and neither taken over nor refused."""
        return self.filter(state__in=[ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING])


class CheckAnswer(Dated):
    """A file that came back, on its course of any file: read, rehearsed, applied. The file is sealed and deleted at the end."""

    batch = models.ForeignKey(CheckBatch, on_delete=models.CASCADE, related_name="answers")
    region = models.CharField(max_length=13)
    file_name = models.CharField(max_length=200)
    sealed_file = models.BinaryField(default=b"")
    # The day of which rows speak that have no date of their own.
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    counts = models.JSONField(default=dict)
    # The first rows that could not be used: [{"number", "code", "message"}], without anything of a person.
    troubles = models.JSONField(default=list)
    refusal = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField()
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    applying_at = models.DateTimeField(null=True, blank=True)
    applying_by_id = models.BigIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = CheckAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas jawaban")
        verbose_name_plural = _("berkas jawaban")
        constraints = [
            state_known(ImportState.values, name="checkanswer_state_known"),
            stamped_when(["rehearsed", "applying", "applied"], "rehearsed_at", name="checkanswer_rehearsed_stamp"),
            stamped_when(["applying", "applied"], "applying_at", "applying_by_id", name="checkanswer_applying_stamp"),
            stamped_when(ImportState.APPLIED, "applied_at", name="checkanswer_applied_stamp"),
            stamped_when(ImportState.REFUSED, "refused_at", name="checkanswer_refused_stamp"),
            models.UniqueConstraint(fields=["batch"], condition=~Q(state="refused"), name="checkanswer_one_living"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["read", "rehearsed", "applying"]), name="checkanswer_unfinished"
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class OfficialFactQuerySet(models.QuerySet["OfficialFact"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(
            Q(recipient__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )

    def newest(self) -> Self:
        """Of each person and name the fact of the latest day; of one day the one that came last."""
        later = OfficialFact.objects.filter(
            Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")),
            recipient=OuterRef("recipient"),
            name=OuterRef("name"),
        )
        return self.filter(~Exists(later))

    def alarming(self) -> Self:
        """A NIK not found, a death or a move, of somebody registered, at which the school has not looked yet."""
        wrong = self.filter(name=OfficialFact.Name.NIK_STATUS, reviewed_at=None, recipient__state="registered")
        return wrong.exclude(value=OfficialFact.NikStatus.VALID).newest()


class OfficialFact(models.Model):
    """What an office said of a person on a day: who, what, as of when, by which list. Newer facts are new rows."""

    class Name(models.TextChoices):
        NIK_STATUS = "nik_status", _("status NIK")
        DTSEN_DECILE = "dtsen_decile", _("desil DTSEN")

    class NikStatus(models.TextChoices):
        VALID = "valid", _("NIK sesuai")
        UNKNOWN = "unknown", _("NIK tidak ditemukan")
        DIED = "died", _("tercatat meninggal")
        MOVED = "moved", _("tercatat pindah dari Jakarta")

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="official_facts")
    region = models.CharField(max_length=13)
    source = models.CharField(max_length=8, choices=CheckSource.choices)
    name = models.CharField(max_length=12, choices=Name.choices)
    # A NikStatus, or the decile "1" to "10" ("" where the person is not in DTSEN).
    value = models.CharField(max_length=10, blank=True)
    as_of = models.DateField()
    batch = models.ForeignKey(CheckBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True, blank=True)
    # When the school looked at a NIK not found, a death or a move, and said that the person is still here.
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by_id = models.BigIntegerField(null=True, blank=True)

    objects = OfficialFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("keterangan instansi")
        verbose_name_plural = _("keterangan instansi")
        constraints = [
            one_of("source", ["dukcapil", "dinsos"], name="officialfact_source_known"),
            one_of("name", ["nik_status", "dtsen_decile"], name="officialfact_name_known"),
            models.UniqueConstraint(fields=["recipient", "name", "batch"], name="officialfact_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "name", "-as_of"], name="officialfact_newest"),
            models.Index(
                fields=["region", "id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                condition=Q(name="nik_status", reviewed_at__isnull=True) & ~Q(value="valid"),
                name="officialfact_alarming",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.recipient_id} {self.name}"

    @property
    def said(self) -> str:
        """The office's word: “tercatat pindah”, “desil 3”."""
        if self.name == self.Name.NIK_STATUS:
            return str(self.NikStatus(self.value).label)
        return gettext("desil %(decile)s") % {"decile": self.value} if self.value else gettext("tidak ada di DTSEN")

    @property
    def sentence(self) -> str:
        """“Disdukcapil (NIK): tercatat pindah dari Jakarta (per 1 Oktober 2026)”."""
        words = {"source": self.get_source_display(), "said": self.said, "day": date_format(self.as_of, "j F Y")}
        return gettext("%(source)s: %(said)s (per %(day)s)") % words
