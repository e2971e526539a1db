"""Criteria are data: clauses from an allow-list, judged on one person in Python and on everybody in one SQL expression.

A clause is a dictionary:

    {"id": "device_shared", "kind": "weighted", "field": "device_access", "op": "eq", "value": "shared",
     "weight": 40, "scale": "device_shortage", "label": "Berbagi gawai di rumah"}

*required* clauses decide eligibility, *weighted* clauses give whole points (rounded towards zero). Both evaluations must
give the same for every person; a property test holds them equal. No text of a clause ever becomes SQL: fields, operators
and scales are looked up here, values are bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from recipients.clause_fields import FIELDS_BY_NAME, fits

Facts = Mapping[str, Any]


class BadCriteria(ValueError):
    """The clauses are not of the form this module knows. `number` is the clause's place (0: the whole list), `reason` says
    what is wrong and what to do, for the coordinator."""

    def __init__(self, reason: str, number: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.number = number


FIELDS: dict[str, str] = {name: field.sql for name, field in FIELDS_BY_NAME.items()}
MOST_CLAUSES = 50
MOST_POINTS = 100
LONGEST_LABEL = 120

_OPERATORS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "eq": ("{field} = %s", lambda fact, value: fact == value),
    "ne": ("{field} <> %s", lambda fact, value: fact != value),
    "in": ("{field} = ANY(%s)", lambda fact, value: fact in value),
    "lte": ("{field} <= %s", lambda fact, value: fact <= value),
    "gte": ("{field} >= %s", lambda fact, value: fact >= value),
}


def _quotient(number: int, by: int) -> int:
    """Rounded towards zero, as SQL divides whole numbers (`//` rounds down)."""
    return number // by if number >= 0 else -(-number // by)


# scale → (SQL, Python) of the points given when the clause holds; %s is the weight.
_SCALES: dict[str, tuple[str, Callable[[int, Facts], int]]] = {
    "": ("%s", lambda weight, facts: weight),
    # The fewer devices per learner at home, the more points.
    "device_shortage": (
        "(%s * (c.household_learners - LEAST(c.household_devices, c.household_learners))) / c.household_learners",
        lambda weight, facts: _quotient(
            weight * (facts["household_learners"] - min(facts["household_devices"], facts["household_learners"])),
            facts["household_learners"],
        ),
    ),
    # A point a year, up to the weight.
    "per_service_year": (
        "LEAST(%s, c.service_years)",
        lambda weight, facts: min(weight, facts["service_years"]),
    ),
}


@dataclass(frozen=True)
class Clause:
    """One rule; `parse` is the only way in."""

    id: str
    kind: str
    field: str
    op: str
    value: Any
    weight: int
    scale: str
    label: str

    def holds(self, facts: Facts) -> bool:
        """An unknown fact (None) holds no clause, as NULL does in SQL."""
        fact = facts[self.field]
        return fact is not None and _OPERATORS[self.op][1](fact, self.value)

    def points(self, facts: Facts) -> int:
        """1 or 0 for a required clause; the points given for a weighted one."""
        if not self.holds(facts):
            return 0
        return 1 if self.kind == "required" else _SCALES[self.scale][1](self.weight, facts)

    def sql(self) -> tuple[str, list[Any]]:
        """The same as `points` as an SQL expression with its parameters."""
        test = _OPERATORS[self.op][0].format(field=FIELDS[self.field])
        given, weight = ("1", []) if self.kind == "required" else (_SCALES[self.scale][0], [self.weight])
        return f"CASE WHEN {test} THEN ({given})::int ELSE 0 END", [self.value, *weight]


@dataclass(frozen=True)
class Judgement:
    """What the criteria say of one person."""

    is_eligible: bool
    points: int
    breakdown: dict[str, int]


def parse(clauses: Sequence[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """Clauses from JSON; raises BadCriteria for anything outside the allow-list."""
    parsed = tuple(_parse(number, clause) for number, clause in enumerate(clauses, start=1))
    if len({clause.id for clause in parsed}) != len(parsed):
        raise BadCriteria(_("Dua aturan memakai tanda pengenal yang sama. Hapus salah satunya, lalu tambahkan lagi."))
    if not any(clause.kind == "required" for clause in parsed):
        raise BadCriteria(_("Belum ada aturan wajib. Tambahkan sedikitnya satu: siapa yang dapat dibantu?"))
    if len(parsed) > MOST_CLAUSES:
        raise BadCriteria(_("Aturannya lebih dari %(most)d. Hapus atau gabungkan beberapa.") % {"most": MOST_CLAUSES})
    return parsed


def _parse(number: int, raw: Mapping[str, Any]) -> Clause:
    try:
        required = raw["kind"] == "required"
        clause = Clause(
            id=str(raw["id"]),
            kind=str(raw["kind"]),
            field=str(raw["field"]),
            op=str(raw["op"]),
            value=raw["value"],
            weight=0 if required else int(raw.get("weight", 0)),
            scale="" if required else str(raw.get("scale", "")),
            label=str(raw["label"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadCriteria(_("Aturan ke-%(number)d tidak lengkap. Isi lagi.") % {"number": number}, number) from error
    if wrong := _what_is_wrong(clause):
        raise BadCriteria(wrong % {"number": number}, number)
    return clause


def _what_is_wrong(clause: Clause) -> str:
    """Empty for a clause inside the allow-list; else a sentence with a blank for the clause's number."""
    if clause.field not in FIELDS_BY_NAME or clause.kind not in ("required", "weighted"):
        return _("Aturan ke-%(number)d menilai hal di luar daftar. Hapus, lalu tambahkan lagi dari daftar.")
    if not fits(clause.field, clause.op, clause.value):
        return _("Nilai pada aturan ke-%(number)d tidak cocok dengan hal yang dinilai. Pilih lagi nilainya.")
    if clause.scale not in _SCALES or not -MOST_POINTS <= clause.weight <= MOST_POINTS:
        return _("Poin pada aturan ke-%(number)d di luar batas: paling besar 100, paling kecil -100.")
    if not (clause.id.isidentifier() and clause.id.isascii() and len(clause.id) <= 40):
        return _("Aturan ke-%(number)d rusak. Hapus, lalu tambahkan lagi dari daftar.")
    if not clause.label.strip() or len(clause.label) > LONGEST_LABEL or not clause.label.isprintable():
        return _("Nama aturan ke-%(number)d kosong atau terlalu panjang. Tulis nama yang singkat.")
    return ""


def judge(clauses: Sequence[Clause], facts: Facts) -> Judgement:
    """Judge one person without the database."""
    breakdown = {clause.id: clause.points(facts) for clause in clauses}
    return Judgement(
        is_eligible=all(breakdown[clause.id] for clause in clauses if clause.kind == "required"),
        points=sum(breakdown[clause.id] for clause in clauses if clause.kind == "weighted"),
        breakdown=breakdown,
    )


def judge_sql(clauses: Sequence[Clause]) -> tuple[str, list[Any]]:
    """Three columns (is_eligible boolean, points smallint, parts smallint[]) over c and s, for everybody in one statement.

    `parts` are the clauses' points in their order, as `Clause.points` gives them.
    """
    each = [(clause, *clause.sql()) for clause in clauses]
    required = [(f"({sql}) = 1", params) for clause, sql, params in each if clause.kind == "required"]
    weighted = [(sql, params) for clause, sql, params in each if clause.kind == "weighted"]
    parts = [(sql, params) for _clause, sql, params in each]
    columns = (
        f"({' AND '.join(sql for sql, _params in required)}) AS is_eligible, "
        f"({' + '.join(sql for sql, _params in weighted) or '0'})::smallint AS points, "
        f"ARRAY[{', '.join(sql for sql, _params in parts)}]::smallint[] AS parts"
    )
    return columns, [value for _sql, params in [*required, *weighted, *parts] for value in params]
