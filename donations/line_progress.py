"""How many units of each line of a gift stand where: for its page, and for a program."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from donations.models import Allocation, Pledge, PledgeLine
from donations.shortfalls import never_came
from donations.states import AllocationState
from ksbb.common.tones import tone_of
from recipients.states import PROVEN

VERIFIED = "verified"
MISSING = "missing"
# In the order of the way.
UNIT_WORDS: dict[str, str | Promise] = {
    AllocationState.RESERVED: gettext_lazy("menunggu jadwal"),
    AllocationState.SCHEDULED: gettext_lazy("dijadwalkan"),
    AllocationState.HANDED_OVER: gettext_lazy("diserahkan"),
    VERIFIED: gettext_lazy("terverifikasi"),
    AllocationState.REFUTED: gettext_lazy("ditolak validator"),
    MISSING: gettext_lazy("tidak sampai"),
    AllocationState.RELEASED: gettext_lazy("dilepas"),
}


@dataclass(frozen=True)
class UnitCount:
    """So many units of a line stand here; `state` is a key of UNIT_WORDS."""

    state: str
    label: str
    tone: str
    count: int


@dataclass(frozen=True)
class LineProgress:
    line: PledgeLine
    units: list[UnitCount]


def unit_state(allocation_state: str, need_state: str, never_came: bool = False) -> str:
    """A proven unit is known by its need: the proof itself lives on a higher floor.

    What a verified report named as missing was refuted by no validator (`never_came`, donations/shortfalls.py).
    """
    if never_came and allocation_state == AllocationState.REFUTED:
        return MISSING
    met = allocation_state == AllocationState.HANDED_OVER and need_state in PROVEN
    return VERIFIED if met else allocation_state


def lines_of(pledge: Pledge) -> list[LineProgress]:
    """Two queries, however many units there are."""
    units = Allocation.objects.filter(line__pledge=pledge).annotate(missing=never_came())
    found = units.order_by().values_list("line_id", "state", "need__state", "missing")
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for line_id, state, need_state, missing, count in found.annotate(count=Count("pk")):
        counts[line_id][unit_state(state, need_state, missing)] += count
    return [LineProgress(line, _units(counts[line.pk])) for line in pledge.lines.order_by("pk")]


def _units(counts: Counter[str]) -> list[UnitCount]:
    return [
        UnitCount(state, str(words), tone_of(state), counts[state])
        for state, words in UNIT_WORDS.items()
        if counts[state]
    ]
