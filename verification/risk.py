"""How much speaks for a closer look at a report, from 0 to 100, and why. No database: facts in, points out.

A fact is a code with numbers and states, never a person. Whoever finds out something new adds a code to WEIGHTS and a gatherer to
`risk_facts.GATHERERS`. A report is green when there is no fact at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 100


@dataclass(frozen=True)
class Fact:
    """One finding: a code of WEIGHTS and what its sentence needs."""

    code: str
    numbers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In words that a validator understands; a number that is missing reads as a dash."""
        _points, words = WEIGHTS[self.code]
        return str(words) % defaultdict(lambda: "–", self.numbers)

    @property
    def points(self) -> int:
        return WEIGHTS[self.code][0]

    def kept(self) -> dict[str, Any]:
        return {"code": self.code, **self.numbers}


@dataclass(frozen=True)
class Risk:
    """The sum, and the findings with the heaviest first."""

    points: int
    facts: tuple[Fact, ...]

    @property
    def is_green(self) -> bool:
        return not self.facts


# Points, and the sentence. What alone demands a closer look weighs 40; what is usual for a beginner 10 to 15.
WEIGHTS: dict[str, tuple[int, str | Promise]] = {
    "guardian_charged": (60, _("%(count)s wali menyatakan dimintai biaya.")),
    "guardian_denied": (50, _("%(count)s wali menyatakan gawainya belum sampai.")),
    "device_wanted": (60, _("%(count)s gawai ada di daftar gawai yang dicari (hilang atau dicuri).")),
    "photo_reused": (50, _("Foto yang sama persis dipakai di %(count)s laporan lain.")),
    "photo_like": (40, _("%(count)s foto mirip sekali dengan foto bukti lain.")),
    "photo_far": (25, _("%(count)s foto diambil jauh dari sekolah.")),
    "photo_time": (25, _("%(count)s foto bertanggal di luar waktu serah terima.")),
    "photo_unready": (10, _("%(count)s foto belum selesai diperiksa sistem.")),
    "missing": (25, _("%(count)s gawai dilaporkan tidak sampai.")),
    "count": (25, _("Dilaporkan %(received)s gawai, padahal di BAST %(handed_over)s.")),
    "date": (20, _("Tanggal diterima tidak cocok dengan tanggal serah terima.")),
    "by_paper": (10, _("Serah terima dibuktikan dengan kertas, bukan dengan kode kedua pihak.")),
    "new_giver": (15, _("Belum ada laporan terverifikasi dari donatur ini.")),
    "new_school": (15, _("Belum ada laporan terverifikasi dari sekolah ini.")),
    "guardian_none": (15, _("Belum satu pun dari %(asked)s wali yang mengonfirmasi.")),
    "guardian_few": (5, _("Baru %(count)s dari %(asked)s wali yang mengonfirmasi.")),
    "again": (5, _("Laporan ini pernah dikembalikan atau ditolak.")),
}


def weigh(facts: Iterable[Fact]) -> Risk:
    """Each code counts once: the heaviest first, and never above MOST."""
    by_code = {fact.code: fact for fact in facts}
    ordered = sorted(by_code.values(), key=lambda fact: (-fact.points, fact.code))
    return Risk(min(MOST, sum(fact.points for fact in ordered)), tuple(ordered))


def facts_of(kept: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """From a report's column; codes that are known no longer are left out."""
    return [
        Fact(one["code"], {name: value for name, value in one.items() if name != "code"})
        for one in kept
        if one.get("code") in WEIGHTS
    ]


def of_guardians(asked: int, confirmed: int, denied: int, charged: int) -> list[Fact]:
    """`asked`: pupils whose guardian may confirm; a missing confirmation never blocks a child whose family has no phone."""
    found = [Fact("guardian_denied", {"count": denied})] if denied else []
    found += [Fact("guardian_charged", {"count": charged})] if charged else []
    if asked and not confirmed:
        found.append(Fact("guardian_none", {"asked": asked}))
    elif confirmed * 2 < asked:
        found.append(Fact("guardian_few", {"count": confirmed, "asked": asked}))
    return found


def of_photos(reused: int, far: int, at_odd_times: int, unready: int = 0) -> list[Fact]:
    counts = {"photo_reused": reused, "photo_far": far, "photo_time": at_odd_times, "photo_unready": unready}
    return [Fact(code, {"count": count}) for code, count in counts.items() if count]
