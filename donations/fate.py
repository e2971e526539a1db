"""What became of one gift: money → devices bought → lots → schools → handed over → verified. Reading only.

Several givers may stand behind one lot. Its units are put in a row, the farthest first (verified, handed over, promised, still
in stock, returned, lost), and each giver owns a stretch of that row: as long as the part of the price that came from them, in
the order in which the money was spent. So every unit belongs to exactly one giver, and all givers' numbers add up to the lot.

The giver reads the names of the schools also where the public receipt tells the kecamatan alone (donations.receipts): whoever
gives follows the own gift to its end (design, section 1), as a giver to one chosen school does with its name on every paper.
Only the giver, the aggregator and who watches over it open this page; it counts devices of a school and knows no person, and
what the school needs and got is public on the school's own page. The receipt is for everybody who finds the paper.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery, Sum

from donations.books import Kind, in_force
from donations.models import Allocation, Consignment, LedgerEntry, LedgerShare, Shortfall
from donations.states import AllocationState
from donations.stock import HELD, Lot, lots_of
from recipients.states import PROVEN

VERIFIED, HANDED, REFUTED, PROMISED, STOCK, RETURNED, LOST = (
    "verified", "handed_over", "refuted", "promised", "stock", "returned", "lost",
)  # fmt: skip
STAGES = (VERIFIED, HANDED, REFUTED, PROMISED, STOCK, RETURNED, LOST)


@dataclass(frozen=True)
class Run:
    """`count` units of a lot next to each other: equally far, at one school ("" in the store)."""

    stage: str
    school: str
    count: int


@dataclass(frozen=True)
class Fate:
    """Of one titipan. Money in rupiah, of this giver alone; devices in units."""

    received: int = 0
    bought: int = 0
    cost: int = 0
    refund: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    schools: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        return self.received - self.bought - self.cost - self.refund

    @property
    def devices(self) -> int:
        return self.stages.total()

    @property
    def handed_over(self) -> int:
        """Also what a validator has proven, or doubted, since."""
        return self.stages[VERIFIED] + self.stages[HANDED] + self.stages[REFUTED]

    @property
    def promised(self) -> int:
        """To schools, handed over or not."""
        return self.handed_over + self.stages[PROMISED]


def fate_of(consignment: Consignment) -> Fate:
    """Nothing yet while no entry in force stands for it (six statements at most)."""
    entry = in_force(LedgerEntry.objects.filter(consignment=consignment)).first()
    return fate_of_entry(entry) if entry is not None else Fate()


def fate_of_entry(entry: LedgerEntry) -> Fate:
    """The same of what an aggregator wrote down without a titipan. `entry` is MONEY_IN or DEVICES_IN, in force."""
    if entry.kind == Kind.DEVICES_IN:
        stages, schools = _add(_slices([(entry.pk, 0, entry.quantity)]))
        return Fate(stages=stages, schools=schools)
    return _of_money(entry)


def _of_money(entry: LedgerEntry) -> Fate:
    spent = LedgerShare.objects.filter(money=entry, use__reversed_by__isnull=True)
    sums = dict(spent.order_by().values_list("use__kind").annotate(sum=Sum("amount")))
    purchases = spent.filter(use__kind=Kind.PURCHASE).values("use")
    beside = LedgerShare.objects.filter(use__in=purchases).select_related("use").order_by("pk")
    stages, schools = _add(_slices(_stretches(beside, entry.pk)))
    return Fate(
        received=entry.amount,
        bought=sums.get(Kind.PURCHASE, 0),
        cost=sums.get(Kind.COST, 0),
        refund=sums.get(Kind.REFUND, 0),
        stages=stages,
        schools=schools,
    )


def _stretches(shares: Iterable[LedgerShare], money: int) -> list[tuple[int, int, int]]:
    """(lot, from, to) of the units that `money` paid for, in each purchase it had a part in."""
    lots: dict[int, list[LedgerShare]] = defaultdict(list)
    for share in shares:
        lots[share.use_id].append(share)
    found = []
    for lot, parts in lots.items():
        edges = stretches(parts[0].use.quantity, [part.amount for part in parts])
        found += [(lot, *edge) for part, edge in zip(parts, edges, strict=True) if part.money_id == money]
    return found


def stretches(units: int, amounts: Sequence[int]) -> list[tuple[int, int]]:
    """The row of `units` cut in proportion to `amounts`, in their order: [(0, a), (a, b), …, (…, units)]."""
    whole, before, found = sum(amounts), 0, []
    for amount in amounts:
        after = before + amount
        found.append((before * units // whole, after * units // whole))
        before = after
    return found


def slice_of(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The units `start` to `end` (exclusive) of a row made of `runs`."""
    found, at = [], 0
    for run in runs:
        count = min(end, at + run.count) - max(start, at)
        if count > 0:
            found.append(Run(run.stage, run.school, count))
        at += run.count
    return found


def _slices(stretched: Sequence[tuple[int, int, int]]) -> list[Run]:
    rows = _rows(lots_of(LedgerEntry.objects.filter(pk__in=[lot for lot, _from, _to in stretched])))
    return [run for lot, start, end in stretched for run in slice_of(rows.get(lot, []), start, end)]


def _rows(lots: Sequence[Lot]) -> dict[int, list[Run]]:
    """Every lot's units in a row, by the key of the lot."""
    units = Allocation.objects.filter(line__lot__in=[lot.entry.pk for lot in lots])
    units = units.exclude(state=AllocationState.RELEASED).order_by("line__pledge__school_id")
    counted = (
        units.annotate(gone=_gone())
        .values_list("line__lot", "state", "need__state", "line__pledge__school__name", "gone")
        .annotate(count=Count("pk"))
    )
    placed: dict[tuple[int, str], list[Run]] = defaultdict(list)
    for lot, state, need, school, gone, count in counted:
        stage = _stage(state, need, gone)
        placed[lot, stage].append(Run(stage, "" if stage in (RETURNED, LOST) else school, count))
    return {
        lot.entry.pk: [
            *(run for stage in STAGES[:4] for run in placed[lot.entry.pk, stage]),
            Run(STOCK, "", max(0, lot.free)),
            *placed[lot.entry.pk, RETURNED],
            Run(RETURNED, "", lot.returned),
            *placed[lot.entry.pk, LOST],
            Run(LOST, "", lot.lost),
        ]
        for lot in lots
    }


def _gone() -> Subquery:
    """What a report said of a unit that is not there: a Shortfall.Kind, or nothing."""
    told = Shortfall.objects.filter(allocation=OuterRef("pk"), stage=Shortfall.Stage.REPORTED)
    return Subquery(told.values("kind")[:1])


def _stage(state: str, need: str, gone: str | None) -> str:
    if state in HELD:
        return PROMISED
    if state == AllocationState.REFUTED and gone:
        return LOST if gone == Shortfall.Kind.LOST else RETURNED
    if state == AllocationState.REFUTED:
        return REFUTED
    return VERIFIED if need in PROVEN else HANDED


def _add(runs: Iterable[Run]) -> tuple[Counter[str], Counter[str]]:
    stages: Counter[str] = Counter()
    schools: Counter[str] = Counter()
    for run in runs:
        stages[run.stage] += run.count
        if run.school:
            schools[run.school] += run.count
    return stages, schools
