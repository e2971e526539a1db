"""Entries of a book as rows for a page, a sheet or paper; the books side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from donations.books import Balance, Kind, balances_of
from donations.models import Aggregator, LedgerEntry
from donations.stock import lots_of
from ksbb.common.sealing import unseal

COLUMNS: tuple[str | Promise, ...] = (
    gettext_lazy("Nomor"), gettext_lazy("Tanggal"), gettext_lazy("Jenis"), gettext_lazy("Uang masuk (Rp)"),
    gettext_lazy("Uang keluar (Rp)"), gettext_lazy("Gawai masuk"), gettext_lazy("Gawai keluar"), gettext_lazy("Jenis gawai"),
    gettext_lazy("Kondisi"), gettext_lazy("Dari atau kepada"), gettext_lazy("Nomor bukti"), gettext_lazy("Keterangan"),
    gettext_lazy("Membalik nomor"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One entry; `money` and `devices` are signed: minus is out. `who` is from whom or to which school."""

    entry: LedgerEntry
    money: int
    devices: int
    who: str
    is_void: bool

    @property
    def cells(self) -> list[object]:
        entry = self.entry
        return [
            entry.pk,
            entry.occurred_on,
            str(entry.get_kind_display()),
            self.money if self.money > 0 else None,
            -self.money if self.money < 0 else None,
            self.devices if self.devices > 0 else None,
            -self.devices if self.devices < 0 else None,
            str(entry.get_device_type_display()) if entry.device_type else "",
            str(entry.get_condition_display()) if entry.condition else "",
            self.who,
            entry.proof_number,
            entry.note,
            entry.reverses_id,
        ]


def rows_of(entries: Sequence[LedgerEntry]) -> list[Row]:
    """`entries` with donor, handover and school at hand."""
    return [
        Row(
            entry=entry,
            money=entry.sign * (entry.amount if entry.kind == Kind.MONEY_IN else -entry.amount),
            devices=entry.sign
            * (entry.quantity if entry.kind in (Kind.PURCHASE, Kind.DEVICES_IN) else -entry.quantity),
            who=_who(entry),
            is_void=entry.sign == -1 or hasattr(entry, "reversed_by"),
        )
        for entry in entries
    ]


def _who(entry: LedgerEntry) -> str:
    if entry.handover is not None:
        return entry.handover.school.name
    return giver_of(entry)


def giver_of(entry: LedgerEntry) -> str:
    """From whom it came, for whoever may read the book; "" where nobody is named."""
    if entry.donor is not None:
        return entry.donor.organisation.name
    return unseal(entry.from_sealed) if entry.from_sealed else ""


@dataclass(frozen=True)
class Compared:
    """One aggregator's sums. `cost_share` is the part of the money that came in which went into cost, in percent."""

    aggregator: Aggregator
    is_listed: bool
    balance: Balance
    came: int
    out: int
    lost: int
    stock: int

    @property
    def cost_share(self) -> Decimal:
        if not self.balance.money_in:
            return Decimal(0)
        return (Decimal(self.balance.cost) * 100 / self.balance.money_in).quantize(Decimal("0.1"))


def comparison() -> list[Compared]:
    """All books side by side, by name (six statements)."""
    found = list(Aggregator.objects.select_related("organisation").order_by("organisation__name", "pk")[:200])
    listed = set(Aggregator.objects.listed().values_list("pk", flat=True))
    money = balances_of(one.pk for one in found)
    lots = lots_of(LedgerEntry.objects.filter(aggregator__in=found))
    return [
        Compared(
            aggregator=one,
            is_listed=one.pk in listed,
            balance=money.get(one.pk, Balance()),
            came=sum(lot.came for lot in own),
            out=sum(lot.out for lot in own),
            lost=sum(lot.lost for lot in own),
            stock=sum(lot.stock for lot in own),
        )
        for one in found
        for own in [[lot for lot in lots if lot.entry.aggregator_id == one.pk]]
    ]
