"""Devices that a giver or an aggregator keeps: which are free, which wait for a look, how many are promised already."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from donations.models import Allocation, BasketItem, Condition, Consignment, Custody, Device, DeviceType, Wish
from donations.states import AllocationState, BasketState, ConsignmentState, DeviceState, PledgeState, WishState
from donations.wanted import is_wanted
from recipients.models import NeedClass

FREE, CHECK, TAKEN, GIVEN, OUT = "bebas", "periksa", "terpasang", "diserahkan", "keluar"
SOUGHT, GONE, BACK = "dicari", "hilang", "kembali"
STANDINGS = {
    FREE: _("siap diberikan"),
    CHECK: _("perlu diperiksa"),
    TAKEN: _("untuk komitmen"),
    GIVEN: _("sudah diserahkan"),
    SOUGHT: _("nomornya dicari"),
    GONE: _("hilang"),
    BACK: _("dikembalikan"),
    OUT: _("keluar dari stok"),
}
_WAITING = [DeviceState.PROMISED, DeviceState.INSPECTED]
_GRADES = Case(When(grade="A", then=1), When(grade="B", then=2), When(grade="C", then=3), default=4)


def custody_for(need_class: str) -> str:
    """A pupil's device becomes the family's; a teacher's stays the school's and is lent."""
    return Custody.LENT_BY_SCHOOL if need_class == NeedClass.TEACHER_COMPUTER else Custody.OWNED


def with_standing(devices: QuerySet[Device]) -> QuerySet[Device]:
    """Each with `standing`, a key of STANDINGS."""
    return devices.annotate(
        standing=Case(
            When(state=DeviceState.RETIRED, then=Value(OUT)),
            When(state__in=[DeviceState.LOST, DeviceState.STOLEN], then=Value(GONE)),
            When(state=DeviceState.RETURNED, then=Value(BACK)),
            When(~Q(state__in=_WAITING), then=Value(GIVEN)),
            When(is_wanted(), then=Value(SOUGHT)),
            When(allocation__isnull=False, then=Value(TAKEN)),
            When(Q(condition=Condition.USED, state=DeviceState.PROMISED), then=Value(CHECK)),
            default=Value(FREE),
        )
    )


def in_hand(organisation_id: int) -> QuerySet[Device]:
    """What can still be given: in no promise, not given, not taken out, not looked for; also what waits for an inspection."""
    return _lying(organisation_id).filter(~is_wanted())


def sought_in_hand(organisation_id: int) -> QuerySet[Device]:
    """What would be in hand, but for its number on the list of lost and stolen devices."""
    return _lying(organisation_id).filter(is_wanted())


def _lying(organisation_id: int) -> QuerySet[Device]:
    return Device.objects.filter(stock_of_id=organisation_id, allocation__isnull=True, state__in=_WAITING)


_HAS_IN_HAND = """
SELECT EXISTS (SELECT FROM donations_device WHERE stock_of_id = %s AND allocation_id IS NULL AND state = ANY(%s))
"""


def has_in_hand(organisation_id: int) -> bool:
    """Whether anything lies there, wanted or not; by hand, since every promise asks and most givers have no stock."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_IN_HAND, [organisation_id, [str(state) for state in _WAITING]])
        [(found,)] = cursor.fetchall()
    return bool(found)


def best_first(devices: QuerySet[Device], *, school_id: int) -> QuerySet[Device]:
    """Those meant for the school, then those that passed their inspection, then by grade, then as they came in."""
    return devices.annotate(
        meant=Case(When(meant_for_id=school_id, then=0), default=1),
        unfit=Case(When(state=DeviceState.INSPECTED, then=0), When(Q(condition=Condition.NEW), then=0), default=1),
        rank=_GRADES,
    ).order_by("meant", "unfit", "rank", "pk")


def matching(devices: QuerySet[Device], *, brand: str, model: str) -> QuerySet[Device]:
    """Only devices of the brand and model that were promised, where they were named."""
    named = {"brand__iexact": brand, "model__iexact": model}
    return devices.filter(**{field: text for field, text in named.items() if text})


@dataclass(frozen=True)
class Kind:
    """Devices of one kind in hand, and how many of them are not yet spoken for."""

    device_type: str
    condition: str
    count: int
    promised: int

    @property
    def name(self) -> str:
        return f"{DeviceType(self.device_type).label}, {str(Condition(self.condition).label).lower()}"

    @property
    def left(self) -> int:
        return max(0, self.count - self.promised)


def kinds_in_hand(organisation_id: int) -> list[Kind]:
    """By type and condition; five queries, however many devices."""
    found = in_hand(organisation_id).order_by("device_type", "condition").values_list("device_type", "condition")
    owed = promised_without_device(organisation_id)
    return [Kind(kind, condition, n, owed[kind, condition]) for kind, condition, n in found.annotate(n=Count("pk"))]


def left_of(organisation_id: int, device_type: str, condition: str) -> int:
    """How many of one kind are in hand and not yet spoken for."""
    kinds = {(kind.device_type, kind.condition): kind.left for kind in kinds_in_hand(organisation_id)}
    return kinds.get((device_type, condition), 0)


def promised_without_device(organisation_id: int) -> Counter[tuple[str, str]]:
    """(type, condition) → devices that the giver has promised or put into a basket, and that no device stands for yet."""
    ours = Q(donor__organisation_id=organisation_id)
    units = Allocation.objects.filter(
        line__pledge__donor__organisation_id=organisation_id,
        line__pledge__state=PledgeState.COMMITTED,
        state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED],
        device__isnull=True,
    )
    wishes = Wish.objects.filter(ours, state=WishState.OPEN)
    offered = Consignment.objects.filter(ours, kind=Consignment.Kind.DEVICES, state=ConsignmentState.OFFERED)
    items = BasketItem.objects.filter(
        basket__donor__organisation_id=organisation_id, basket__state=BasketState.OPEN, amount=0
    )
    kind = ("device_type", "condition")
    owed: Counter[tuple[str, str]] = Counter()
    for rows in (
        units.order_by().values_list("line__device_type", "line__condition").annotate(n=Count("pk")),
        wishes.order_by().values_list(*kind).annotate(n=Sum(F("quantity") - F("placed"))),
        offered.order_by().values_list(*kind).annotate(n=Sum("quantity")),
        items.order_by().values_list(*kind).annotate(n=Sum("quantity")),
    ):
        for device_type, condition, count in rows:
            owed[device_type, condition] += count
    return owed


def counts_of(organisation_id: int) -> dict[str, dict[str, int]]:
    """What the list can be filtered by → value → devices; one query. What is out of the stock counts only as such."""
    rows: Any = with_standing(Device.objects.filter(stock_of_id=organisation_id)).order_by()
    found = rows.values_list("standing", "device_type", "condition", "grade").annotate(n=Count("pk"))
    counts: dict[str, dict[str, int]] = defaultdict(Counter)
    for standing, device_type, condition, grade, count in found:
        counts["letak"][standing] += count
        if standing != OUT:
            counts["jenis"][device_type] += count
            counts["kondisi"][condition] += count
            counts["mutu"][grade or "-"] += count
    return dict(counts)
