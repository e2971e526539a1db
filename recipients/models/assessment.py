"""Criteria in versions, and what they said of each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models.choices import RecipientKind
from recipients.models.recipient import Recipient
from recipients.states import CriteriaState


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def visible_to(self, actor: Actor) -> Self:
        """Published versions are for everybody who is signed in; drafts for those who may see criteria."""
        if actor.may(Permission.CRITERIA_VIEW):
            return self
        return (
            self.exclude(state__in=[CriteriaState.DRAFT, CriteriaState.PROPOSED]) if actor.is_signed_in else self.none()
        )

    def in_force(self, kind: str) -> CriteriaSet | None:
        return self.filter(kind=kind, state=CriteriaState.PUBLISHED).first()

    def scheduled(self, kind: str) -> CriteriaSet | None:
        """The version that two coordinators agreed on and whose day has not come."""
        return self.filter(kind=kind, state=CriteriaState.SCHEDULED).first()


class CriteriaSet(Dated):
    """One version of the criteria for pupils or for teachers. `clauses` is data; see recipients/criteria.py."""

    kind = models.CharField(max_length=8, choices=RecipientKind.choices)
    version = models.PositiveIntegerField()
    clauses = models.JSONField()
    state = models.CharField(max_length=10, choices=CriteriaState.choices, default=CriteriaState.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("versi kriteria")
        verbose_name_plural = _("versi kriteria")
        constraints = [
            state_known(CriteriaState.values, name="criteria_state_known"),
            one_of("kind", ["student", "teacher"], name="criteria_kind_known"),
            models.UniqueConstraint(fields=["kind", "version"], name="criteria_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="published"), name="criteria_one_in_force"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="scheduled"), name="criteria_one_scheduled"),
            stamped_when(
                ["scheduled", "published", "retired"],
                "published_at",
                "effective_from",
                name="criteria_published_stamp",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by_id__isnull=True) | ~Q(proposed_by_id=F("published_by_id")),
                name="criteria_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"


def _in_force(kind: str) -> str:
    return f"(SELECT id FROM recipients_criteriaset WHERE kind = '{kind}' AND state = '{CriteriaState.PUBLISHED}')"  # noqa: S608


# For SQL: `a.criteria_id IN {IN_FORCE}`. A list of single values lets PostgreSQL leave the partitions of other versions out
# before it reads anything; a sub-select of both would not.
IN_FORCE = f"({', '.join(_in_force(kind) for kind in RecipientKind.values)})"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(
            Q(recipient__school__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        )

    def newest(self) -> Self:
        """What the criteria in force say of each person today: at most one row a person."""
        return self.filter(is_newest=True, criteria__state=CriteriaState.PUBLISHED)


@dataclass(frozen=True)
class Reason:
    """What one clause said of a person. `points` counts for weighted clauses, `held` for both kinds."""

    label: str
    is_required: bool
    held: bool
    points: int
    weight: int


class Assessment(models.Model):
    """The verdict on one person under one version, with the points of each clause in the clauses' order.

    A new judgement that differs is a new row; old ones stay, so that "why this rank" can be read aloud years later. The table
    is partitioned by version (docs/decisions/0009): publishing builds a partition beside the others and attaches it, and no
    row of an older version is ever written again. A row goes into a version that was published, there is no other place.
    """

    # Without keys in the database: it would look at each of a million people while everybody waits; `check_data` does it.
    recipient = models.ForeignKey(
        Recipient, on_delete=models.CASCADE, related_name="assessments", db_constraint=False, db_index=False
    )
    criteria = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, related_name="assessments", db_constraint=False, db_index=False
    )
    region = models.CharField(max_length=13)
    is_eligible = models.BooleanField()
    points = models.SmallIntegerField()
    # One number for each clause of the version, in its order. Required: 1 held, 0 not. Weighted: the points given.
    parts = ArrayField(models.SmallIntegerField())
    # The newest of this version. The verdict that counts is the newest one of the version in force: `newest()`.
    is_newest = models.BooleanField(default=True)
    assessed_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "criteria"], condition=Q(is_newest=True), name="assessment_one_newest"
            )
        ]
        # The places in line of a kota are counted from its own verdicts (recipients/ranking.py).
        indexes = [models.Index(fields=["region"], name="assessment_region")]

    def __str__(self) -> str:
        return f"#{self.recipient_id}: {self.points}"

    @property
    def breakdown(self) -> dict[str, int]:
        """Clause id → what it gave: 1 or 0 for a required clause, the points for a weighted one."""
        return {clause["id"]: part for clause, part in zip(self.criteria.clauses, self.parts, strict=True)}

    @property
    def reasons(self) -> list[Reason]:
        """Why this verdict and this rank, clause by clause of the version that was used."""
        return [
            Reason(
                label=str(clause["label"]),
                is_required=clause["kind"] == "required",
                held=bool(part),
                points=part,
                weight=int(clause.get("weight", 0)),
            )
            for clause, part in zip(self.criteria.clauses, self.parts, strict=True)
        ]
