"""A gift in the making: what was chosen so far, held for half an hour, kept until it is promised or dropped."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from donations.models.details import Delivery, GiftDetails
from donations.models.donor import Donor
from donations.states import BasketState
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from recipients.models import NeedClass
from schools.models import School


class BasketQuerySet(models.QuerySet["Basket"]):
    def visible_to(self, actor: Actor) -> Self:
        """The baskets of the own organisation: a colleague can finish what one began."""
        if not actor.may(Permission.PLEDGE_CREATE) or actor.organisation_id is None:
            return self.none()
        return self.filter(donor__organisation_id=actor.organisation_id)

    def open(self) -> Self:
        return self.filter(state=BasketState.OPEN)


class Basket(Dated):
    """What a giver has typed so far. Nothing of it is a promise before COMMITTED; what is held stands in draft pledges."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="baskets")
    state = models.CharField(max_length=10, choices=BasketState.choices, default=BasketState.OPEN)
    # Until when the needs of the items are held by draft pledges; none while nothing is held.
    held_until = models.DateTimeField(null=True, blank=True)
    proposed_on = models.DateField(_("tanggal penyerahan yang diusulkan"), null=True, blank=True)
    delivery = models.CharField(_("pengantaran"), max_length=10, choices=Delivery.choices, blank=True)
    drop_point = models.ForeignKey(
        "donations.DropPoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("catatan"), max_length=500, blank=True)
    shown_as = models.CharField(_("ditampilkan sebagai"), max_length=8, choices=Donor.ShownAs.choices, blank=True)
    # The same summary sent twice carries the same key and commits once.
    request_key = models.UUIDField(null=True, blank=True)
    created_by_id = models.BigIntegerField()
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by_id = models.BigIntegerField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by_id = models.BigIntegerField(null=True, blank=True)

    objects = BasketQuerySet.as_manager()

    class Meta:
        verbose_name = _("keranjang")
        verbose_name_plural = _("keranjang")
        constraints = [
            state_known(BasketState.values, name="basket_state_known"),
            models.UniqueConstraint(
                fields=["donor", "created_by_id"], condition=Q(state="open"), name="basket_one_open_per_person"
            ),
            stamped_when(BasketState.COMMITTED, "committed_at", "committed_by_id", name="basket_committed_stamp"),
            stamped_when(BasketState.DROPPED, "dropped_at", "dropped_by_id", name="basket_dropped_stamp"),
        ]
        indexes = [
            models.Index(
                fields=["held_until"], condition=Q(state="open", held_until__isnull=False), name="basket_held"
            ),
            models.Index(fields=["donor", "-id"], name="basket_donor"),
        ]

    def __str__(self) -> str:
        return _("Keranjang") + f" {self.public_id}"


class BasketItem(GiftDetails):
    """One line of a basket: devices for a school, for an area and kind of school, for where it is needed most, or for an
    aggregator to place."""

    class Target(models.TextChoices):
        SCHOOL = "school", _("sekolah yang saya pilih")
        AREA = "area", _("wilayah dan jenjang yang saya pilih")
        NEEDIEST = "neediest", _("yang paling membutuhkan")
        AGGREGATOR = "aggregator", _("lewat agregator")

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="items")
    target = models.CharField(max_length=10, choices=Target.choices)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Official code of the area, and the kind of school (`School.Form`); "" means any.
    area = models.CharField(max_length=13, blank=True)
    form = models.CharField(max_length=8, blank=True)
    aggregator = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    need_class = models.CharField(_("untuk"), max_length=16, choices=NeedClass.choices, blank=True)
    # Money that is announced to an aggregator, in rupiah; 0 for devices.
    amount = models.BigIntegerField(_("jumlah uang (Rp)"), default=0)
    # The line of a draft pledge that holds the needs right now; none while nothing is held.
    line = models.OneToOneField(
        "donations.PledgeLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="basket_item"
    )

    class Meta:
        verbose_name = _("isi keranjang")
        verbose_name_plural = _("isi keranjang")
        constraints = [
            one_of("target", ["school", "area", "neediest", "aggregator"], name="basketitem_target_known"),
            models.CheckConstraint(condition=Q(quantity__range=(1, 1000)), name="basketitem_quantity"),
            models.CheckConstraint(
                condition=Q(target="school", school__isnull=False)
                | Q(target="area", school__isnull=True)
                | Q(target="neediest", school__isnull=True)
                | Q(target="aggregator", aggregator__isnull=False),
                name="basketitem_target_told",
            ),
            one_of("condition", ["new", "used"], name="basketitem_condition_known"),
            models.CheckConstraint(
                condition=Q(amount=0) & ~Q(device_type="")
                | Q(amount__gt=0, device_type="", target="aggregator", quantity=1),
                name="basketitem_devices_or_money",
            ),
        ]

    def __str__(self) -> str:
        if self.is_money:
            return f"Rp {number_format(self.amount, force_grouping=True)}"
        return f"{self.quantity} {self.get_device_type_display()}"

    @property
    def is_money(self) -> bool:
        return self.amount > 0
