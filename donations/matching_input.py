"""What a calculation of the matching is given, read from the database set by set. No writing here.

Open needs come as one binary COPY: a million rows are columns of numpy in seconds, and no person is among them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, Q, QuerySet

from donations.matching import Demand, Place, SupplyLine
from donations.matching import Wish as Wanted
from donations.matching.finding import grants
from donations.matching.given import FITS, Ints
from donations.models import Allowance, Gate, LedgerEntry, Wish
from donations.stock import lots_of
from ksbb.territories.models import within
from recipients.models import NeedClass
from recipients.ranking import VERDICT
from recipients.statistics import Figures, figures_of_schools
from schools.models import School

CLASSES = (NeedClass.STUDENT_DEVICE.value, NeedClass.TEACHER_COMPUTER.value)

_OPEN = f"""
COPY (
    SELECT n.school_id, (n.need_class = '{CLASSES[1]}')::int::bigint, n.turn::bigint, a.points::bigint, n.lot, n.id
    FROM recipients_need n {VERDICT} WHERE n.state = 'open' {{ground}}
) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 - names of ours, values bound
# Of PostgreSQL's binary format: eleven signs, flags, no extension; then per row the count of fields and each with its length.
_HEAD, _TAIL = 19, 2
_NAMES = ("school", "kind", "turn", "points", "lot", "id")
_ROW = np.dtype([("fields", ">i2"), *(pair for name in _NAMES for pair in ((f"{name}_n", ">i4"), (name, ">i8")))])


@dataclass(frozen=True)
class Given:
    """Supply and demand of one calculation. `waiting` are all open needs of each place, also those beyond the cap of its class,
    which `demand` leaves out: they cannot be promised now."""

    supply: list[SupplyLine]
    demand: Demand
    waiting: Ints

    @cached_property
    def capped(self) -> list[Place]:
        """The places with open needs beyond the cap of their class."""
        offered = np.bincount(self.demand.place, minlength=len(self.demand.places))
        return [self.demand.places[at] for at in np.flatnonzero(self.waiting > offered).tolist()]

    def meets_cap(self, line: SupplyLine) -> bool:
        """Some of what the line could serve lies beyond a cap."""
        return any(line.device_type in FITS[place.need_class] and grants(line.wish, place) for place in self.capped)


def given_for(region: str, *, wishes: bool = True, stock: bool = False) -> Given:
    """Everything over the ground `region` (an official code; "" is everywhere), in a number of queries that does not grow."""
    supply = (_wished(region) if wishes else []) + (_stocked(region) if stock else [])
    demand, waiting = demand_of(region)
    return Given(supply, demand, waiting)


def key_of(*, wish: int | None = None, lot: int | None = None) -> str:
    """The key of a SupplyLine: of equal length, so that texts sort as numbers do."""
    return f"w{wish:012d}" if wish is not None else f"l{lot:012d}"


def source_of(key: str) -> tuple[int | None, int | None]:
    """(wish, lot) of a key."""
    return (int(key[1:]), None) if key.startswith("w") else (None, int(key[1:]))


def wishes_over(region: str) -> QuerySet[Wish]:
    """Open wishes that a school on the ground can serve: for a part of it, for an area around it, and for anywhere."""
    found = Wish.objects.open().filter(placed__lt=F("quantity"))
    if not region:
        return found
    parts = region.split(".")
    around = [".".join(parts[:count]) for count in range(1, len(parts))]
    return found.filter(Q(region="") | Q(region__in=around) | within("region", [region]))


def _wished(region: str) -> list[SupplyLine]:
    rows = wishes_over(region).values_list(
        "pk", "device_type", "condition", "region", "form", "need_class", "donor_id", F("quantity") - F("placed")
    )
    return [
        SupplyLine(key_of(wish=pk), device_type, condition, left, Wanted(area, form, None, need_class), f"d{donor}")
        for pk, device_type, condition, area, form, need_class, donor, left in rows
    ]


def _stocked(region: str) -> list[SupplyLine]:
    """What lies free in the stores of the province's aggregators; a giver's area is kept."""
    entries = LedgerEntry.objects.all()
    if region:
        entries = entries.filter(Q(aggregator__region="") | within("aggregator__region", [region.split(".")[0]]))
    return [
        SupplyLine(
            key_of(lot=lot.entry.pk), lot.entry.device_type, lot.entry.condition, lot.free,
            Wanted(lot.entry.consignment.region if lot.entry.consignment else ""), f"a{lot.entry.aggregator_id}", bulk=True,
        )
        for lot in lots_of(entries) if lot.free > 0
    ]  # fmt: skip


def demand_of(region: str) -> tuple[Demand, Ints]:
    """The open needs within their schools' caps, and how many wait at each place in all. Five queries."""
    schools = School.objects.filter(within("district__code", [region])) if region else School.objects.all()
    known = {
        pk: (district, village or "", form, bool(accepted) and not closed)
        for pk, district, village, form, accepted, closed in schools.values_list(
            "pk", "district_id", "village_id", "form", "accepted_at", "is_closed"
        )
    }
    columns = _columns(region)
    here = np.isin(columns["school"], list(known))
    columns = {name: values[here] for name, values in columns.items()}
    figures = figures_of_schools(list(known))
    closed = set(Gate.objects.filter(is_open=False).values_list("school_id", flat=True))
    caps = {
        (school, need_class): cap
        for school, need_class, cap in Allowance.objects.filter(cap__isnull=False).values_list(
            "school_id", "need_class", "cap"
        )
        if cap is not None
    }
    keys, place = np.unique(columns["school"] * 2 + columns["kind"], return_inverse=True)
    pairs = [(key // 2, CLASSES[key % 2]) for key in keys.tolist()]
    # Places without an open need count for fairness: what they were promised before.
    pairs += sorted({pair for pair, found in figures.items() if found.pledged} - set(pairs))
    places = [_place(school, need_class, known[school], figures, closed) for school, need_class in pairs]
    room = _room(pairs, caps, figures)
    waiting = np.bincount(place, minlength=len(places)).astype(np.int64)
    return _within_caps(columns, place.astype(np.int64), places, room), waiting


def _place(
    school: int, need_class: str, known: tuple[str, str, str, bool], figures: dict[tuple[int, str], Figures], closed: set[int]
) -> Place:  # fmt: skip
    district, village, form, takes_part = known
    served = max(0, figures.get((school, need_class), Figures()).pledged)
    return Place(
        school, need_class, district, village, form, may_receive=takes_part and school not in closed, served=served
    )


def _room(
    pairs: list[tuple[int, str]], caps: dict[tuple[int, str], int], figures: dict[tuple[int, str], Figures]
) -> dict[int, int]:
    """How many more may be promised, of the places with a cap."""
    return {
        at: max(0, caps[pair] - figures.get(pair, Figures()).pledged) for at, pair in enumerate(pairs) if pair in caps
    }


def _within_caps(columns: dict[str, Ints], place: Ints, places: list[Place], room: dict[int, int]) -> Demand:
    """A cap counts one class, so it leaves out the last of its needs; ties are in the order of recipients.ranking.ORDER."""
    drawn = np.lexsort((columns["id"], columns["lot"]))
    lot = np.empty(len(drawn), dtype=np.int64)
    lot[drawn] = np.arange(len(drawn))
    if not room:
        return Demand(places, place, columns["turn"], columns["points"], lot)
    order = np.lexsort((lot, -columns["points"], columns["turn"], place))
    first = np.searchsorted(place[order], np.arange(len(places)))
    nth = np.empty(len(order), dtype=np.int64)
    nth[order] = np.arange(len(order)) - first[place[order]]
    most = np.full(len(places), len(order), dtype=np.int64)
    for at, count in room.items():
        most[at] = count
    kept = nth < most[place]
    return Demand(places, place[kept], columns["turn"][kept], columns["points"][kept], lot[kept])


def _columns(region: str) -> dict[str, Ints]:
    """Of each open need its school, class (0 or 1), turn, points, lot and id; in no order."""
    ground, bounds = "", []
    if region:
        ground = "AND n.region >= %s AND n.region < %s AND a.region >= %s AND a.region < %s"
        bounds = [region, f"{region}/"] * 2
    statement = _OPEN.format(ground=ground)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement, bounds or None) as copy:
        data = b"".join(bytes(part) for part in copy)
    rows: Any = np.frombuffer(data, dtype=_ROW, offset=_HEAD, count=(len(data) - _HEAD - _TAIL) // _ROW.itemsize)
    return {name: rows[name].astype(np.int64) for name in _NAMES}


def schools_named(ids: set[int]) -> dict[int, School]:
    """The schools of lines and reasons with their kecamatan, in one query."""
    return School.objects.select_related("district").in_bulk(ids)


def by_district(given: Given, got: dict[tuple[int, str], int]) -> list[list[Any]]:
    """[kecamatan, needs, served before, served with this plan] for each kecamatan with needs; `got` is the plan's per place."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, waiting in zip(given.demand.places, given.waiting.tolist(), strict=True):
        row = sums[place.district]
        row[0] += place.served + waiting
        row[1] += place.served
        row[2] += place.served + got.get((place.school, place.need_class), 0)
    return [[code, *sums[code]] for code in sorted(sums) if sums[code][0]]
