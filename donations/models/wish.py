"""Promises that name no school yet: devices that matching places, or that an aggregator turns into lots."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models.basket import Basket
from donations.models.codes import new_code
from donations.models.details import GiftDetails, Promise
from donations.models.donor import Donor
from donations.states import ConsignmentState, WishState
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models import NeedClass


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, actor: Actor) -> Self:
        """The giver's own; whoever runs the matching sees those for the own ground and those for anywhere."""
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        seen = Q(donor__organisation_id=actor.organisation_id) | within("region", actor.oversees)
        if actor.may(Permission.MATCHING_RUN):
            seen |= Q(region="")
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(state=WishState.OPEN)


class Wish(Dated, GiftDetails, Promise):
    """Devices for an area, a kind of school, or where they are needed most. quantity = placed + what is still to be placed.

    Each part that matching places becomes a pledge to one school (`Pledge.wish`).
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="wishes")
    basket = models.ForeignKey(Basket, null=True, blank=True, on_delete=models.PROTECT, related_name="wishes")
    # The area wished for, an official code; "" means anywhere.
    region = models.CharField(max_length=13, blank=True)
    form = models.CharField(_("jenjang"), max_length=8, blank=True)
    need_class = models.CharField(_("untuk"), max_length=16, choices=NeedClass.choices, blank=True)
    placed = models.PositiveSmallIntegerField(_("sudah dipadankan"), default=0)
    receipt_code = models.CharField(max_length=20, unique=True, default=new_code)
    state = models.CharField(max_length=10, choices=WishState.choices, default=WishState.OPEN)
    promised_at = models.DateTimeField()
    promised_by_id = models.BigIntegerField()
    placed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("keinginan memberi")
        verbose_name_plural = _("keinginan memberi")
        constraints = [
            state_known(WishState.values, name="wish_state_known"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 1000)), name="wish_quantity"),
            models.CheckConstraint(condition=Q(placed__lte=F("quantity")), name="wish_not_overplaced"),
            models.CheckConstraint(condition=~Q(state="placed") | Q(placed=F("quantity")), name="wish_placed_whole"),
            stamped_when(WishState.PLACED, "placed_at", name="wish_placed_stamp"),
            stamped_when(WishState.WITHDRAWN, "withdrawn_at", "withdrawn_by_id", name="wish_withdrawn_stamp"),
            stamped_when(WishState.EXPIRED, "expired_at", name="wish_expired_stamp"),
        ]
        indexes = [
            models.Index(fields=["donor", "-id"], name="wish_donor"),
            models.Index(
                fields=["region", "id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                condition=Q(state="open"),
                name="wish_open",
            ),
        ]

    def __str__(self) -> str:
        return _("Keinginan memberi") + f" {self.public_id}"

    @property
    def left(self) -> int:
        return self.quantity - self.placed


class ConsignmentQuerySet(models.QuerySet["Consignment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Giver and aggregator; offices that verify aggregators and the auditor see all."""
        if actor.may(Permission.AGGREGATOR_VIEW):
            return self
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        return self.filter(Q(donor__organisation_id=actor.organisation_id) | Q(aggregator_id=actor.organisation_id))


class Consignment(Dated, GiftDetails, Promise):
    """What a giver hands to an aggregator: devices, or money that the aggregator says it received. No payment happens here.

    For money `quantity` is 1, `amount` the rupiah and the device's kind empty.
    """

    class Kind(models.TextChoices):
        DEVICES = "devices", _("gawai")
        MONEY = "money", _("uang")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="consignments")
    aggregator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consignments")
    basket = models.ForeignKey(Basket, null=True, blank=True, on_delete=models.PROTECT, related_name="consignments")
    region = models.CharField(max_length=13, blank=True)
    amount = models.BigIntegerField(_("jumlah uang (Rp)"), default=0)
    receipt_code = models.CharField(max_length=20, unique=True, default=new_code)
    state = models.CharField(max_length=10, choices=ConsignmentState.choices, default=ConsignmentState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by_id = models.BigIntegerField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_id = models.BigIntegerField(null=True, blank=True)
    received_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    received_amount = models.BigIntegerField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by_id = models.BigIntegerField(null=True, blank=True)
    declined_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)

    objects = ConsignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("titipan")
        verbose_name_plural = _("titipan")
        constraints = [
            state_known(ConsignmentState.values, name="consignment_state_known"),
            one_of("kind", ["devices", "money"], name="consignment_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="devices", amount=0, quantity__range=(1, 1000)) | Q(kind="money", amount__gt=0),
                name="consignment_counted",
            ),
            stamped_when(ConsignmentState.RECEIVED, "received_at", "received_by_id", name="consignment_received_stamp"),
            stamped_when(ConsignmentState.DECLINED, "declined_at", "declined_by_id", name="consignment_declined_stamp"),
            stamped_when(
                ConsignmentState.WITHDRAWN, "withdrawn_at", "withdrawn_by_id", name="consignment_withdrawn_stamp"
            ),
            stamped_when(ConsignmentState.EXPIRED, "expired_at", name="consignment_expired_stamp"),
        ]
        indexes = [
            models.Index(fields=["donor", "-id"], name="consignment_donor"),
            models.Index(fields=["aggregator", "-id"], name="consignment_aggregator"),
        ]

    def __str__(self) -> str:
        return _("Titipan") + f" {self.public_id}"
