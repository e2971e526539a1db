"""Two registrations that may be one person, and what the Sudin decided about them."""

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
from recipients.models.recipient import Recipient
from recipients.states import CaseState
from schools.models import School


class CaseQuerySet(models.QuerySet["DuplicateCase"]):
    def visible_to(self, actor: Actor) -> Self:
        """The Sudin over either school. The schools themselves see a number and nothing more."""
        if not actor.may(Permission.CASE_DECIDE) or not actor.oversees:
            return self.none()
        return self.filter(within("region", actor.oversees) | within("holder_region", actor.oversees))

    def open(self) -> Self:
        return self.filter(state=CaseState.OPEN)


class DuplicateCase(Dated):
    """`holder` is registered; a second school claims the same person: by an equal number (the claim waits sealed, nobody is
    registered twice) or by likeness (`claimant` is registered and held). People call it by `number`: "kasus D-123".
    """

    class Kind(models.TextChoices):
        NUMBER = "number", _("nomor identitas sama")
        LIKENESS = "likeness", _("data diri mirip")

    class Outcome(models.TextChoices):
        DIFFERENT = "different", _("dua orang yang berbeda")
        STAYS = "stays", _("orang yang sama, tetap di sekolah pertama")
        MOVES = "moves", _("orang yang sama, pindah ke sekolah kedua")
        MISTAKE = "mistake", _("nomor salah tulis, sekolah kedua memperbaiki")

    class Ground(models.TextChoices):
        """Why it was decided so: listed words; more may be said in the sealed note."""

        PAPERS = "papers", _("kartu keluarga atau akta dicocokkan")
        SCHOOL_ASKED = "school_asked", _("kedua sekolah ditanya")
        PARENT_ASKED = "parent_asked", _("orang tua atau wali ditanya")
        DAPODIK = "dapodik", _("data Dapodik atau Dukcapil dicocokkan")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    holder = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="cases_held")
    holder_region = models.CharField(max_length=13)
    claimant = models.ForeignKey(
        Recipient, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_claimed"
    )
    claimant_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases_claimed")
    region = models.CharField(max_length=13)
    # The second school's person as `registration.packed`, sealed; empty for a case of likeness and after the decision.
    claim_sealed = models.BinaryField(default=b"", editable=False)
    # {"number": "nik"} or {"name": 83, "birth_date": true, "sex": true, "mother": null, "village": true}: no values.
    evidence = models.JSONField(default=dict)
    due_on = models.DateField()
    opened_by_id = models.BigIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    note_sealed = models.BinaryField(default=b"", editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("kasus data ganda")
        verbose_name_plural = _("kasus data ganda")
        constraints = [
            state_known(CaseState.values, name="case_state_known"),
            one_of("kind", ["number", "likeness"], name="case_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="number") | Q(claimant__isnull=False), name="case_likeness_has_claimant"
            ),
            models.UniqueConstraint(
                fields=["holder", "claimant_school"], condition=Q(state="open", kind="number"), name="case_number_once"
            ),
            models.UniqueConstraint(
                fields=["holder", "claimant"], condition=Q(kind="likeness"), name="case_likeness_once"
            ),
            stamped_when(CaseState.DECIDED, "decided_at", "decided_by_id", name="case_decided_stamp"),
            stamped_when(CaseState.DROPPED, "dropped_at", name="case_dropped_stamp"),
            models.CheckConstraint(condition=~Q(state="decided") | ~Q(outcome=""), name="case_decided_outcome"),
        ]
        indexes = [
            models.Index(
                fields=["region", "id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                condition=Q(state="open"),
                name="case_region_open",
            ),
            models.Index(
                fields=["holder_region", "id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                condition=Q(state="open"),
                name="case_holder_open",
            ),
            models.Index(fields=["state", "due_on", "id"], name="case_due"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call it on the telephone."""
        return f"D-{self.pk}"
