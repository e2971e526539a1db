"""A proposal which devices go where, as a person looks at it, and the weights by which it was made."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.device import DeviceType
from donations.models.ledger import LedgerEntry
from donations.models.pledge import Pledge
from donations.models.wish import Wish
from donations.states import LineState, MatchingState, WeightsState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models import NeedClass
from schools.models import School


class MatchingWeightsQuerySet(models.QuerySet["MatchingWeights"]):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.may(Permission.MATCHING_VIEW) else self.none()


class MatchingWeights(Dated):
    """One version of the weights (`donations.matching.Weights` as JSON). A second coordinator publishes; rollback is a new one."""

    version = models.PositiveIntegerField(unique=True)
    values = models.JSONField(default=dict)
    reason = models.CharField(_("alasan perubahan"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=WeightsState.choices, default=WeightsState.DRAFT)
    drafted_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = MatchingWeightsQuerySet.as_manager()

    class Meta:
        verbose_name = _("bobot pemadanan")
        verbose_name_plural = _("bobot pemadanan")
        constraints = [
            state_known(WeightsState.values, name="matchingweights_state_known"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="published"), name="matchingweights_one_in_force"
            ),
            stamped_when(
                ["proposed", "published", "retired"],
                "proposed_at",
                "proposed_by_id",
                name="matchingweights_proposed_stamp",
            ),
            stamped_when(
                ["published", "retired"], "published_at", "published_by_id", name="matchingweights_published_stamp"
            ),
            stamped_when(WeightsState.RETIRED, "retired_at", name="matchingweights_retired_stamp"),
            # Four eyes (promise 24).
            models.CheckConstraint(
                condition=Q(published_by_id__isnull=True) | ~Q(published_by_id=models.F("proposed_by_id")),
                name="matchingweights_second_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class MatchingRunQuerySet(models.QuerySet["MatchingRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """Over the own ground: who runs the matching, and the auditor."""
        if actor.may(Permission.MATCHING_VIEW):
            return self.filter(within("region", actor.oversees))
        return self.none()


class MatchingRun(Dated):
    """One calculation: over which ground, with which weights and seed, what it proposes and how fair that is."""

    # The ground: an official code, "" for everywhere.
    region = models.CharField(max_length=13, blank=True)
    state = models.CharField(max_length=10, choices=MatchingState.choices, default=MatchingState.ASKED)
    weights = models.ForeignKey(MatchingWeights, on_delete=models.PROTECT, related_name="runs")
    # What was asked: {"wishes": bool, "stock": bool, "block": int}; "changed": marks wait for a calculation; "order": lines that
    # a worker applies, and by whose membership.
    options = models.JSONField(default=dict)
    seed = models.CharField(max_length=64)
    # Of the proposal, before it, and of the greedy order: objective, placed, Jain, min fill, destinations.
    figures = models.JSONField(default=dict)
    unplaced = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_id = models.BigIntegerField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by_id = models.BigIntegerField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    objects = MatchingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemadanan")
        verbose_name_plural = _("pemadanan")
        constraints = [
            state_known(MatchingState.values, name="matchingrun_state_known"),
            stamped_when(["proposed", "confirmed"], "proposed_at", name="matchingrun_proposed_stamp"),
            stamped_when(
                MatchingState.CONFIRMED, "confirmed_at", "confirmed_by_id", name="matchingrun_confirmed_stamp"
            ),
            stamped_when(MatchingState.DROPPED, "dropped_at", "dropped_by_id", name="matchingrun_dropped_stamp"),
        ]
        indexes = [
            models.Index(fields=["-id"], name="matchingrun_newest"),
            models.Index(fields=["id"], condition=Q(state="asked"), name="matchingrun_asked"),
        ]

    def __str__(self) -> str:
        return _("Pemadanan") + f" {self.public_id}"

    @property
    def is_applying(self) -> bool:
        """Agreed to, and a worker is at it."""
        return self.state == MatchingState.PROPOSED and bool(self.options.get("order"))


class MatchingLineQuerySet(models.QuerySet["MatchingLine"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(run__in=MatchingRun.objects.visible_to(actor))


class MatchingLine(Dated):
    """So many devices of one wish or lot for one school, and why."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="lines")
    region = models.CharField(max_length=13)
    wish = models.ForeignKey(Wish, null=True, blank=True, on_delete=models.PROTECT, related_name="matching_lines")
    lot = models.ForeignKey(LedgerEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="matching_lines")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    need_class = models.CharField(max_length=16, choices=NeedClass.choices)
    device_type = models.CharField(max_length=8, choices=DeviceType.choices)
    quantity = models.PositiveSmallIntegerField()
    # The reasons as data (donations/matching.py), put into words by the page.
    why = models.JSONField(default=dict)
    # A person holds the line fast, or forbids it, before the next calculation.
    is_pinned = models.BooleanField(default=False)
    is_forbidden = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PROPOSED)
    applied_quantity = models.PositiveSmallIntegerField(default=0)
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="matching_lines")

    objects = MatchingLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris pemadanan")
        verbose_name_plural = _("baris pemadanan")
        constraints = [
            state_known(LineState.values, name="matchingline_state_known"),
            models.CheckConstraint(
                condition=Q(wish__isnull=False, lot__isnull=True) | Q(wish__isnull=True, lot__isnull=False),
                name="matchingline_one_source",
            ),
            models.CheckConstraint(
                condition=~Q(is_pinned=True, is_forbidden=True), name="matchingline_pinned_or_forbidden"
            ),
            models.CheckConstraint(
                condition=Q(applied_quantity__lte=models.F("quantity")), name="matchingline_not_overapplied"
            ),
            stamped_when(LineState.APPLIED, "pledge", name="matchingline_applied_pledge"),
        ]
        indexes = [models.Index(fields=["run", "id"], name="matchingline_run")]

    def __str__(self) -> str:
        return f"{self.quantity} → {self.school_id}"
