"""The promise and the units of named needs that it holds."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.codes import new_code
from donations.models.details import GiftDetails, Promise
from donations.models.donor import Donor
from donations.models.flow import flow_log
from donations.states import AllocationState, PledgeState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models import Need, NeedClass
from schools.models import School


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, actor: Actor) -> Self:
        """The giver's own, those for the own school, and those for schools on the own ground.

        A draft holds needs for a basket and is no promise yet, so it is seen in that basket only (decision 0012).
        """
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        return self.filter(committed_at__isnull=False).filter(
            Q(donor__organisation_id=actor.organisation_id)
            | Q(school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )

    def locked(self) -> Self:
        """For actions: whoever changes anything of a gift holds its pledge first (pledge, handover, allocation, device,
        recipient, need: one order for all), so that two of them never wait for each other in a circle."""
        return self.select_for_update(of=("self",), no_key=True).select_related("donor", "school")


class Pledge(Dated, Promise):
    """What one donor promises one school. While it is a DRAFT its needs are held for a basket, `held_until` at most."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="pledges")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pledges")
    region = models.CharField(max_length=13)
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.DRAFT)
    # Where it came from: a basket, a wish that matching placed, or another pledge that was split.
    basket = models.ForeignKey(
        "donations.Basket", null=True, blank=True, on_delete=models.PROTECT, related_name="pledges"
    )
    wish = models.ForeignKey("donations.Wish", null=True, blank=True, on_delete=models.PROTECT, related_name="pledges")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    held_until = models.DateTimeField(null=True, blank=True)
    receipt_code = models.CharField(max_length=20, unique=True, default=new_code)
    note = models.CharField(_("catatan untuk sekolah"), max_length=500, blank=True)
    # The same form sent twice carries the same key and makes one pledge.
    request_key = models.UUIDField()
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by_id = models.BigIntegerField(null=True, blank=True)
    # The school says it is ready to receive; a pledge goes on without it.
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_id = models.BigIntegerField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("komitmen")
        verbose_name_plural = _("komitmen")
        constraints = [
            state_known(PledgeState.values, name="pledge_state_known"),
            models.UniqueConstraint(fields=["donor", "request_key"], name="pledge_sent_once"),
            stamped_when(
                ["committed", "fulfilled", "withdrawn"],
                "committed_at",
                "committed_by_id",
                name="pledge_committed_stamp",
            ),
            stamped_when(PledgeState.FULFILLED, "fulfilled_at", name="pledge_fulfilled_stamp"),
            stamped_when(PledgeState.WITHDRAWN, "withdrawn_at", "withdrawn_by_id", name="pledge_withdrawn_stamp"),
            stamped_when(PledgeState.EXPIRED, "expired_at", name="pledge_expired_stamp"),
        ]
        indexes = [
            models.Index(fields=["donor", "-id"], name="pledge_donor"),
            models.Index(fields=["school", "-id"], name="pledge_school"),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="pledge_region"),
            models.Index(fields=["held_until"], condition=Q(state="draft"), name="pledge_held"),
            models.Index(fields=["proposed_on", "id"], condition=Q(state="committed"), name="pledge_due"),
        ]

    def __str__(self) -> str:
        return _("Komitmen") + f" {self.public_id}"


class PledgeLine(GiftDetails):
    """A number of equal devices within a pledge."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="lines")
    need_class = models.CharField(_("untuk"), max_length=16, choices=NeedClass.choices)
    # The lot of an aggregator's stock that the devices come from.
    lot = models.ForeignKey(
        "donations.LedgerEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="pledge_lines"
    )

    class Meta:
        verbose_name = _("rincian komitmen")
        verbose_name_plural = _("rincian komitmen")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__range=(1, 1000)), name="pledgeline_quantity"),
            one_of("condition", ["new", "used"], name="pledgeline_condition_known"),
            models.CheckConstraint(
                condition=Q(need_class="student_device", device_type__in=["phone", "tablet", "laptop"])
                | Q(need_class="teacher_computer", device_type__in=["laptop", "pc"]),
                name="pledgeline_device_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.get_device_type_display()}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        return self.filter(line__pledge__committed_at__isnull=False).filter(
            Q(line__pledge__donor__organisation_id=actor.organisation_id)
            | Q(line__pledge__school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )

    def live(self) -> Self:
        return self.exclude(state__in=[AllocationState.RELEASED, AllocationState.REFUTED])


class Allocation(Dated):
    """One device of a pledge line holds one named need. The donor never learns whose."""

    line = models.ForeignKey(PledgeLine, on_delete=models.PROTECT, related_name="allocations")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="allocations")
    region = models.CharField(max_length=13)
    handover = models.ForeignKey(
        "donations.Handover", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    state = models.CharField(max_length=12, choices=AllocationState.choices, default=AllocationState.RESERVED)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    refuted_at = models.DateTimeField(null=True, blank=True)
    # When a validator found the handover proven.
    verified_at = models.DateTimeField(null=True, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("alokasi")
        verbose_name_plural = _("alokasi")
        constraints = [
            state_known(AllocationState.values, name="allocation_state_known"),
            models.UniqueConstraint(
                fields=["need"], condition=~Q(state__in=["released", "refuted"]), name="allocation_one_live_per_need"
            ),
            stamped_when(
                ["scheduled", "handed_over", "refuted"], "scheduled_at", "handover", name="allocation_scheduled_stamp"
            ),
            stamped_when(["handed_over", "refuted"], "handed_over_at", name="allocation_handed_over_stamp"),
            stamped_when(AllocationState.RELEASED, "released_at", name="allocation_released_stamp"),
            stamped_when(AllocationState.REFUTED, "refuted_at", name="allocation_refuted_stamp"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(state="handed_over"),
                name="allocation_verified_is_handed_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allocation_region"
            )
        ]
        triggers = [
            # Months are counted as the needs are: every way of writing a unit logs what changed, and nothing is locked.
            pgtrigger.Trigger(
                name=name,
                when=pgtrigger.After,
                operation=operation,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(**referencing),  # type: ignore[no-untyped-call]
                func=flow_log(referencing),
            )
            for name, operation, referencing in (
                ("flow_insert", pgtrigger.Insert, {"new": "new_rows"}),
                ("flow_update", pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}),
                ("flow_delete", pgtrigger.Delete, {"old": "old_rows"}),
            )
        ]

    def __str__(self) -> str:
        return _("Alokasi") + f" {self.public_id}"
