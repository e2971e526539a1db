"""The caps and gates of schools as a page lists them, and a file of them as it is read: rows, problems, what would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from donations.models import Allowance, Gate
from ksbb.imports.cells import CellValue, text_of
from ksbb.imports.reading import Limits, Sheet, read_sheet
from recipients.models import NeedClass
from recipients.statistics import Figures, figures_of_schools
from schools.models import School

Said = TypeVar("Said")
COLUMNS = ("NPSN", "Untuk", "Batas", "Penerimaan", "Alasan")
MOST_ROWS = 20_000
MOST_CAP = 100_000
_CLASSES = {
    "murid": NeedClass.STUDENT_DEVICE.value,
    "gawai murid": NeedClass.STUDENT_DEVICE.value,
    "guru": NeedClass.TEACHER_COMPUTER.value,
    "komputer guru": NeedClass.TEACHER_COMPUTER.value,
}
_NO_CAP = frozenset({"tanpa batas", "tidak terbatas", "bebas"})
_GATES = {"buka": True, "terbuka": True, "dibuka": True, "tutup": False, "tertutup": False, "ditutup": False}
# Column → the words that may be written there.
CHOICES: dict[str, Mapping[str, object]] = {"Untuk": _CLASSES, "Penerimaan": _GATES}
GATE = "gate"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing wrong in one row; `message` is what was written there (`donations.allowance_words` says what is wrong)."""

    column: str
    code: str
    message: str = ""


@dataclass(frozen=True)
class Wanted:
    """What one row asks for. `cap`: a number, None for no cap; `sets_cap` tells it from a row that speaks of the gate only."""

    number: int
    npsn: str
    reason: str
    need_class: str = ""
    sets_cap: bool = False
    cap: int | None = None
    gate: bool | None = None
    problems: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Standing:
    """One school and class now: its cap, what is promised, on its way or met already, and its gate."""

    school: School
    caps: Mapping[str, int | None]
    used: Mapping[str, int]
    is_open: bool
    reason: str = ""

    @property
    def lines(self) -> list[tuple[str, int | None, int]]:
        """(words, cap, used) per class of need."""
        return [(str(NeedClass(one).label), self.caps.get(one), self.used.get(one, 0)) for one in NeedClass.values]


def standings_of(schools: Sequence[School]) -> list[Standing]:
    """In the order given; three queries, however many."""
    ids = [school.pk for school in schools]
    figures = figures_of_schools(ids)
    caps: dict[int, dict[str, int | None]] = {}
    for school_id, need_class, cap in Allowance.objects.filter(school__in=ids).values_list(
        "school_id", "need_class", "cap"
    ):
        caps.setdefault(school_id, {})[need_class] = cap
    gates = {gate.school_id: gate for gate in Gate.objects.filter(school__in=ids)}
    return [_standing(school, caps.get(school.pk, {}), figures, gates.get(school.pk)) for school in schools]


def _standing(
    school: School, caps: Mapping[str, int | None], figures: Mapping[tuple[int, str], Figures], gate: Gate | None
) -> Standing:
    used = {one: figures.get((school.pk, one), Figures()).pledged for one in NeedClass.values}
    return Standing(school, caps, used, gate.is_open if gate else True, gate.reason if gate else "")


def read_allowances(data: bytes, file_name: str) -> Iterator[Wanted]:
    """The rows of a file with the columns of COLUMNS, any format that the portal reads. Raises SheetRefused."""
    limits = Limits(rows=MOST_ROWS)
    sheet: Sheet = read_sheet(data, file_name=file_name, known=COLUMNS, required=("NPSN", "Alasan"), limits=limits)
    for row in sheet.rows:
        yield _wanted(row.number, row.values)


def _wanted(number: int, values: Mapping[str, CellValue]) -> Wanted:
    said = {
        name: " ".join(text_of(values.get(name)).split()) for name in ("npsn", "untuk", "batas", "penerimaan", "alasan")
    }
    found = _Reading()
    need_class = found.choice("Untuk", said["untuk"], _CLASSES) or ""
    sets_cap, cap = found.cap(said["batas"], need_class)
    gate = found.choice("Penerimaan", said["penerimaan"], _GATES)
    if not sets_cap and gate is None and not found.problems:
        found.add("Batas", "nothing")
    if len(said["alasan"]) < 5:
        found.add("Alasan", "reason")
    if not said["npsn"]:
        found.add("NPSN", "npsn")
    return Wanted(
        number, said["npsn"].upper(), said["alasan"][:300], need_class, sets_cap, cap, gate, tuple(found.problems)
    )


@dataclass
class _Reading:
    problems: list[Remark] = field(default_factory=list)

    def add(self, column: str, code: str, said: str = "") -> None:
        self.problems.append(Remark(column, code, said))

    def choice(self, column: str, said: str, allowed: Mapping[str, Said]) -> Said | None:
        if said and said.lower() not in allowed:
            self.add(column, "unknown", said[:40])
        return allowed.get(said.lower())

    def cap(self, said: str, need_class: str) -> tuple[bool, int | None]:
        """(whether a cap is asked for, the cap or None for no cap)."""
        if not said:
            return False, None
        if not need_class:
            self.add("Untuk", "class")
        if said.lower() in _NO_CAP:
            return True, None
        if not said.isdigit() or int(said) > MOST_CAP:
            self.add("Batas", "cap")
            return False, None
        return True, int(said)


def matched(rows: Iterable[Wanted], schools: Mapping[str, School]) -> Iterator[tuple[Wanted, School | None]]:
    """Each row with its school; what names no school in reach, or repeats an earlier row, carries a problem more."""
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        school = schools.get(row.npsn)
        extra: list[Remark] = []
        if row.npsn and school is None:
            extra.append(Remark("NPSN", "unknown"))
        keys = {("cap", row.npsn, row.need_class)} if row.sets_cap else set()
        keys |= {("gate", row.npsn, "")} if row.gate is not None else set()
        if keys & seen:
            extra.append(Remark("NPSN", "twice"))
        seen |= keys
        yield (replace(row, problems=(*row.problems, *extra)) if extra else row), school
