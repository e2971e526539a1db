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

Facts = Mapping[str, Any]


class BadCriteria(ValueError):
    """The clauses are not of the form this module knows; the message names the clause."""


# field → the type of its values and its SQL over c (circumstances) and s (school). Python finds the same name in Facts.
_TYPES: dict[str, type] = {
    "device_access": str,
    "household_devices": int,
    "household_learners": int,
    "household_aided": bool,
    "dtsen_decile": int,
    "income_band": str,
    "is_orphan": bool,
    "has_disability": bool,
    "is_final_year": bool,
    "is_returning": bool,
    "employment": str,
    "service_years": int,
    "teaches_programme": bool,
    "consent_given": bool,
    "has_welfare_card": bool,
    "school_accepted": bool,
    "school_form": str,
}
FIELDS: dict[str, str] = {
    **{name: f"c.{name}" for name in _TYPES},
    "has_welfare_card": "(c.has_kip OR c.has_kjp OR c.has_kps)",
    "school_accepted": "(s.accepted_at IS NOT NULL AND NOT s.is_closed)",
    "school_form": "s.form",
}
# Which operators make sense of which type. Texts are not ordered: Python and a database's collation would differ.
_ALLOWED: dict[type, frozenset[str]] = {
    bool: frozenset({"eq", "ne"}),
    int: frozenset({"eq", "ne", "in", "lte", "gte"}),
    str: frozenset({"eq", "ne", "in"}),
}
# jsonb_build_object takes a hundred arguments, a pair for each clause.
MOST_CLAUSES = 50

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
        raise BadCriteria("two clauses have the same id")
    if not any(clause.kind == "required" for clause in parsed):
        raise BadCriteria("there is no required clause")
    if len(parsed) > MOST_CLAUSES:
        raise BadCriteria(f"there are more than {MOST_CLAUSES} clauses")
    return parsed


def _parse(number: int, raw: Mapping[str, Any]) -> Clause:
    try:
        clause = Clause(
            id=str(raw["id"]),
            kind=str(raw["kind"]),
            field=str(raw["field"]),
            op=str(raw["op"]),
            value=raw["value"],
            weight=int(raw.get("weight", 0)),
            scale=str(raw.get("scale", "")),
            label=str(raw["label"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadCriteria(f"clause {number}: {error!r}") from error
    known = (
        clause.kind in ("required", "weighted")
        and clause.field in FIELDS
        and clause.op in _OPERATORS
        and clause.scale in _SCALES
        and -100 <= clause.weight <= 100
        and clause.id.isidentifier()
        and _fits(clause)
    )
    if not known:
        raise BadCriteria(f"clause {number} ({clause.id}): outside the allow-list")
    return clause


def _fits(clause: Clause) -> bool:
    """The operator suits the field and the value is of its type: a clause that PostgreSQL cannot evaluate would stop everybody."""
    wanted = _TYPES[clause.field]
    if clause.op not in _ALLOWED[wanted] or isinstance(clause.value, list) != (clause.op == "in"):
        return False
    values = clause.value if clause.op == "in" else [clause.value]
    return 0 < len(values) <= 100 and all(type(value) is wanted and _is_plain(value) for value in values)


def _is_plain(value: Any) -> bool:
    return len(value) <= 40 and value.isprintable() if isinstance(value, str) else -10_000 <= value <= 10_000


def judge(clauses: Sequence[Clause], facts: Facts) -> Judgement:
    """Judge one person without the database."""
    breakdown = {clause.id: clause.points(facts) for clause in clauses}
    return Judgement(
        is_eligible=all(breakdown[clause.id] for clause in clauses if clause.kind == "required"),
        points=sum(breakdown[clause.id] for clause in clauses if clause.kind == "weighted"),
        breakdown=breakdown,
    )


def judge_sql(clauses: Sequence[Clause]) -> tuple[str, list[Any]]:
    """Three columns (is_eligible, points, breakdown) over c and s, for everybody in one statement."""
    parts = [(clause, *clause.sql()) for clause in clauses]
    required = " AND ".join(f"({sql}) = 1" for clause, sql, _params in parts if clause.kind == "required")
    weighted = " + ".join(sql for clause, sql, _params in parts if clause.kind == "weighted") or "0"
    breakdown = ", ".join(f"'{clause.id}', {sql}" for clause, sql, _params in parts)
    params = [
        *(value for clause, _sql, values in parts if clause.kind == "required" for value in values),
        *(value for clause, _sql, values in parts if clause.kind == "weighted" for value in values),
        *(value for _clause, _sql, values in parts for value in values),
    ]
    return f"({required}) AS is_eligible, ({weighted}) AS points, jsonb_build_object({breakdown}) AS breakdown", params
