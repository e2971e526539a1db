"""What the books say, summed: the money of an aggregator, and which of it paid for what. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from donations.models import Aggregator, Consignment, Donor, LedgerEntry
from ksbb.authority.actors import Actor

Kind = LedgerEntry.Kind
# Money that comes, money that goes; devices that come, devices that go.
MONEY_USES = (Kind.PURCHASE, Kind.COST, Kind.REFUND)
LOTS = (Kind.PURCHASE, Kind.DEVICES_IN)
LOT_USES = (Kind.OUT, Kind.LOSS, Kind.RETURN)
# Nothing is taken in under these without a licence in force.
INTAKE = (Kind.MONEY_IN, Kind.DEVICES_IN)


@dataclass(frozen=True)
class Said:
    """What somebody wants to write into a book. `key` is the entry's public id: the same form sent twice is one entry.

    `money` is the MONEY_IN entry that a REFUND goes back from. Amounts in whole rupiah.
    """

    kind: str
    occurred_on: date
    amount: int = 0
    device_type: str = ""
    condition: str = ""
    quantity: int = 0
    donor: Donor | None = None
    from_name: str = ""
    consignment: Consignment | None = None
    lot: LedgerEntry | None = None
    money: LedgerEntry | None = None
    proof: ContentFile[bytes] | None = None
    proof_number: str = ""
    note: str = ""
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Balance:
    """Rupiah, reversed entries left out: money_in = left + purchase + cost + refund, always."""

    money_in: int = 0
    purchase: int = 0
    cost: int = 0
    refund: int = 0

    @property
    def left(self) -> int:
        return self.money_in - self.purchase - self.cost - self.refund

    def cost_room(self, percent: Decimal, *, less: int = 0) -> int:
        """How many rupiah may still be booked as cost: `percent` of what came in (`less` of it taken away), minus what was."""
        return int((self.money_in - less) * percent / 100) - self.cost


def in_force(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Neither an inverse entry nor one that was reversed."""
    return entries.filter(sign=1, reversed_by__isnull=True)


def direct_gifts(actor: Actor) -> QuerySet[LedgerEntry]:
    """What aggregators wrote down as coming from the actor's organisation, without a titipan: its giver sees it."""
    given = LedgerEntry.objects.filter(
        donor__organisation_id=actor.organisation_id or 0, consignment=None, kind__in=INTAKE
    )
    return in_force(given).select_related("aggregator__organisation")


def balances_of(aggregators: Iterable[int]) -> dict[int, Balance]:
    """By the key of the aggregator, in one statement; one without entries is missing."""
    signed = ExpressionWrapper(F("amount") * F("sign"), output_field=BigIntegerField())
    sums = {kind.value: Coalesce(Sum(signed, filter=Q(kind=kind)), 0) for kind in (Kind.MONEY_IN, *MONEY_USES)}
    rows = LedgerEntry.objects.filter(aggregator__in=list(aggregators)).order_by().values_list("aggregator")
    return {row[0]: Balance(*row[1:]) for row in rows.annotate(**sums)}


def balance_of(aggregator: Aggregator) -> Balance:
    return balances_of([aggregator.pk]).get(aggregator.pk, Balance())


def money_of(aggregator: Aggregator) -> list[tuple[LedgerEntry, int]]:
    """Every MONEY_IN entry in force with what is left of it, the oldest first; those used up are left out."""
    spent = Coalesce(Sum("spent__amount", filter=Q(spent__use__reversed_by__isnull=True)), 0)
    entries = in_force(LedgerEntry.objects.filter(aggregator=aggregator, kind=Kind.MONEY_IN))
    left = entries.annotate(left=F("amount") - spent).filter(left__gt=0).select_related("donor__organisation")
    return [(entry, entry.left) for entry in left.order_by("occurred_on", "pk")]


def first_in(left: Sequence[tuple[int, int]], amount: int) -> list[tuple[int, int]]:
    """(key, part) of the oldest money that together is `amount`; `left` are (key, rupiah), the oldest first.

    Raises ValueError when there is not so much.
    """
    taken = []
    for key, rest in left:
        part = min(rest, amount)
        if part > 0:
            taken.append((key, part))
            amount -= part
    if amount > 0:
        raise ValueError(f"{amount} rupiah are not there")
    return taken
