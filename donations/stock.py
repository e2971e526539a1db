"""What lies in an aggregator's store, lot by lot: in = stock + out + loss + returned. Reading only.

A lot is the entry with which devices came in (PURCHASE or DEVICES_IN). Of its stock, what is promised to a school and not yet
handed over is held; the rest is free and may be promised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, QuerySet, Sum

from donations.books import LOT_USES, LOTS, Kind, in_force
from donations.models import Aggregator, Allocation, LedgerEntry, PledgeLine
from donations.models.details import GiftDetails, ValueBasis
from donations.states import AllocationState

HELD = (AllocationState.RESERVED, AllocationState.SCHEDULED)


@dataclass(frozen=True)
class Lot:
    """Devices, in numbers. `held` of the stock are promised to schools and not handed over yet."""

    entry: LedgerEntry
    came: int
    out: int = 0
    lost: int = 0
    returned: int = 0
    held: int = 0

    @property
    def stock(self) -> int:
        return self.came - self.out - self.lost - self.returned

    @property
    def free(self) -> int:
        return self.stock - self.held


def lots_of(entries: QuerySet[LedgerEntry]) -> list[Lot]:
    """The lots among `entries` that were not reversed, the oldest first (three statements, however many)."""
    lots = list(in_force(entries.filter(kind__in=LOTS)).select_related("consignment").order_by("occurred_on", "pk"))
    used, held = _used(lot.pk for lot in lots), _held(lot.pk for lot in lots)
    return [
        Lot(
            entry=lot,
            came=lot.quantity,
            out=used[lot.pk, Kind.OUT.value],
            lost=used[lot.pk, Kind.LOSS.value],
            returned=used[lot.pk, Kind.RETURN.value],
            held=held.get(lot.pk, 0),
        )
        for lot in lots
    ]


def free_of(lot: LedgerEntry) -> int:
    """How many devices of the lot may still be promised. Ask it while the aggregator's row is locked before acting on it."""
    found = lots_of(LedgerEntry.objects.filter(pk=lot.pk))
    return found[0].free if found else 0


def lots_with_free(aggregator: Aggregator) -> list[Lot]:
    """The lots from which something may be promised now, the oldest first."""
    return [lot for lot in lots_of(LedgerEntry.objects.filter(aggregator=aggregator)) if lot.free > 0]


def gift_of(lot: LedgerEntry) -> GiftDetails:
    """What the devices of a lot are, for a line of a pledge: as the giver told, or as they were bought."""
    if lot.consignment is not None:
        return lot.consignment
    bought = lot.kind == Kind.PURCHASE
    return PledgeLine(
        device_type=lot.device_type,
        condition=lot.condition,
        quantity=lot.quantity,
        unit_value=lot.amount // lot.quantity if bought else 0,
        value_basis=ValueBasis.ACQUISITION if bought else "",
    )


def _used(lots: Iterable[int]) -> dict[tuple[int, str], int]:
    signed = ExpressionWrapper(F("quantity") * F("sign"), output_field=BigIntegerField())
    rows = LedgerEntry.objects.filter(lot__in=list(lots), kind__in=LOT_USES).order_by().values_list("lot", "kind")
    found: dict[tuple[int, str], int] = defaultdict(int)
    found.update({(lot, kind): count for lot, kind, count in rows.annotate(count=Sum(signed))})
    return found


def _held(lots: Iterable[int]) -> dict[int, int]:
    rows = Allocation.objects.filter(line__lot__in=list(lots), state__in=HELD).order_by().values_list("line__lot")
    return dict(rows.annotate(count=Count("pk")))
