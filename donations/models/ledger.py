"""The book of an aggregator: what came in, what became of it. Rows are added, never changed; a mistake is reversed."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models.aggregator import Aggregator
from donations.models.device import Condition, DeviceType
from donations.models.donor import Donor
from donations.models.wish import Consignment
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own book; the coordinator and the auditor read all. A giver sees the fate of the own gift only, summed."""
        if actor.may(Permission.LEDGER_AUDIT):
            return self
        if not actor.may(Permission.LEDGER_RECORD) or actor.organisation_id is None:
            return self.none()
        return self.filter(aggregator__organisation_id=actor.organisation_id)


class LedgerEntry(Dated):
    """One line. `sign` is 1, or -1 for the inverse of an earlier entry. Money is in whole rupiah, recorded and never handled.

    Devices: DEVICES_IN + PURCHASE = stock + OUT + LOSS + RETURN, for every lot (`lot` of OUT, LOSS and RETURN is the entry with
    which the devices came in). Money: MONEY_IN = balance + PURCHASE + COST + REFUND.
    """

    class Kind(models.TextChoices):
        MONEY_IN = "money_in", _("uang masuk")
        PURCHASE = "purchase", _("pembelian gawai")
        COST = "cost", _("biaya penyelenggaraan")
        REFUND = "refund", _("uang dikembalikan")
        DEVICES_IN = "devices_in", _("gawai masuk")
        OUT = "out", _("gawai keluar ke sekolah")
        LOSS = "loss", _("gawai hilang atau rusak")
        RETURN = "return", _("gawai dikembalikan")

    aggregator = models.ForeignKey(Aggregator, on_delete=models.PROTECT, related_name="entries")
    region = models.CharField(max_length=13, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sign = models.SmallIntegerField(default=1)
    occurred_on = models.DateField(_("tanggal"))
    amount = models.BigIntegerField(_("jumlah (Rp)"), default=0)
    device_type = models.CharField(_("jenis gawai"), max_length=8, choices=DeviceType.choices, blank=True)
    condition = models.CharField(_("kondisi"), max_length=4, choices=Condition.choices, blank=True)
    quantity = models.PositiveIntegerField(_("jumlah gawai"), default=0)
    # From whom money or devices came: a registered giver, or a name on the proof (sealed).
    donor = models.ForeignKey(Donor, null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_entries")
    from_sealed = models.BinaryField(default=b"")
    consignment = models.ForeignKey(
        Consignment, null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_entries"
    )
    lot = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="uses")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    # OUT: with which handover the devices left.
    handover = models.ForeignKey(
        "donations.Handover", null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_entries"
    )
    # Invoice, transfer slip, minutes of a loss: private, by content checked.
    proof = models.FileField(upload_to="ledger/", max_length=200, blank=True)
    proof_number = models.CharField(_("nomor bukti"), max_length=100, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan buku")
        verbose_name_plural = _("catatan buku")
        constraints = [
            one_of(
                "kind",
                ["money_in", "purchase", "cost", "refund", "devices_in", "out", "loss", "return"],
                name="ledgerentry_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(sign=1, reverses__isnull=True) | Q(sign=-1, reverses__isnull=False),
                name="ledgerentry_inverse_names_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["money_in", "cost", "refund"], amount__gt=0, quantity=0)
                | Q(kind="purchase", amount__gt=0, quantity__gt=0)
                | Q(kind__in=["devices_in", "out", "loss", "return"], amount=0, quantity__gt=0),
                name="ledgerentry_counts_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["out", "loss", "return"], lot__isnull=False)
                | ~Q(kind__in=["out", "loss", "return"]) & Q(lot__isnull=True),
                name="ledgerentry_use_names_its_lot",
            ),
            models.CheckConstraint(
                condition=Q(quantity=0) | ~Q(device_type="") & ~Q(condition=""), name="ledgerentry_devices_told"
            ),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="ledgerentry_not_its_own_inverse"),
            models.UniqueConstraint(
                fields=["handover", "lot"], condition=Q(kind="out", sign=1), name="ledgerentry_out_once"
            ),
        ]
        indexes = [
            models.Index(fields=["aggregator", "-id"], name="ledgerentry_aggregator"),
            models.Index(fields=["donor", "-id"], condition=Q(donor__isnull=False), name="ledgerentry_donor"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on}"


class LedgerShare(models.Model):
    """Which money paid for what: `amount` rupiah of the MONEY_IN entry `money` went into the PURCHASE, COST or REFUND `use`.

    First in, first out; so every giver of money can be told which devices it became.
    """

    aggregator = models.ForeignKey(Aggregator, on_delete=models.PROTECT, related_name="shares")
    money = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="spent")
    use = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="paid_by")
    amount = models.BigIntegerField()
    region = models.CharField(max_length=13, blank=True)

    class Meta:
        verbose_name = _("asal uang")
        verbose_name_plural = _("asal uang")
        constraints = [
            models.UniqueConstraint(fields=["money", "use"], name="ledgershare_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledgershare_positive"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.money_id} → {self.use_id}: {self.amount}"
