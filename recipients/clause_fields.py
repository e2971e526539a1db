"""What a clause of the criteria may ask: the allow-list of facts, each with its type, its values and its SQL.

Nothing outside this table can be judged by, and no text of a clause ever becomes SQL. The words of a fact are those of its
column (a test holds them equal); numbers have bounds, so that a clause that nobody can meet is found while it is written.
"""

from __future__ import annotations

from dataclasses import dataclass

STUDENT, TEACHER = "student", "teacher"
_BOTH = frozenset({STUDENT, TEACHER})


@dataclass(frozen=True)
class Field:
    """One fact. `sql` reads it over c (circumstances) and s (school); `words` are the values of a text, `bounds` (inclusive)
    those of a number; `about` tells of whom it is asked."""

    type: type
    sql: str
    words: tuple[str, ...] = ()
    bounds: tuple[int, int] = (0, 0)
    about: frozenset[str] = _BOTH


def _yes_no(column: str, about: frozenset[str] = _BOTH, sql: str = "") -> Field:
    return Field(bool, sql or f"c.{column}", about=about)


_PUPILS, _TEACHERS = frozenset({STUDENT}), frozenset({TEACHER})

FIELDS_BY_NAME: dict[str, Field] = {
    "device_access": Field(str, "c.device_access", words=("unknown", "none", "shared", "own")),
    "household_devices": Field(int, "c.household_devices", bounds=(0, 20)),
    "household_learners": Field(int, "c.household_learners", bounds=(1, 20)),
    "internet": Field(str, "c.internet", words=("unknown", "none", "quota", "fixed")),
    # What the school told, or what the portal itself brought to another member of the household.
    "household_aided": _yes_no("", sql="(c.household_aided OR c.household_served)"),
    "has_welfare_card": _yes_no("", _PUPILS, "(c.has_kip OR c.has_kjp OR c.has_kps)"),
    "dtsen_decile": Field(int, "c.dtsen_decile", bounds=(1, 10)),
    "income_band": Field(
        str,
        "c.income_band",
        words=("unknown", "none", "lt_500k", "500k_1m", "1m_2m", "2m_5m", "5m_20m", "gt_20m"),
    ),
    "is_orphan": _yes_no("is_orphan", _PUPILS),
    "has_disability": _yes_no("has_disability"),
    "is_final_year": _yes_no("is_final_year", _PUPILS),
    "is_returning": _yes_no("is_returning", _PUPILS),
    "consent_given": _yes_no("consent_given"),
    "employment": Field(
        str,
        "c.employment",
        words=("unknown", "pns", "cpns", "pppk", "honorer", "foundation", "other"),
        about=_TEACHERS,
    ),
    "service_years": Field(int, "c.service_years", bounds=(0, 50), about=_TEACHERS),
    "teaches_programme": _yes_no("teaches_programme", _TEACHERS),
    "school_accepted": _yes_no("", sql="(s.accepted_at IS NOT NULL AND NOT s.is_closed)"),
    "school_form": Field(
        str,
        "s.form",
        words=("SD", "SMP", "SMA", "SMK", "SLB", "SDLB", "SMPLB", "SMLB", "PKBM", "MI", "MTs", "MA"),
    ),
}

# Which operators make sense of which type. Texts are not ordered: Python and a database's collation would differ.
OPERATORS_OF: dict[type, tuple[str, ...]] = {
    bool: ("eq", "ne"),
    int: ("eq", "ne", "in", "lte", "gte"),
    str: ("eq", "ne", "in"),
}


def fits(name: str, op: str, value: object) -> bool:
    """Whether `value` may stand beside `op` in a clause about `name`: a list of different values for "in", else one value,
    each of the fact's own type and vocabulary. A clause that PostgreSQL cannot evaluate would stop everybody."""
    field = FIELDS_BY_NAME.get(name)
    if field is None or op not in OPERATORS_OF[field.type] or isinstance(value, list) != (op == "in"):
        return False
    values = value if isinstance(value, list) else [value]
    return len(values) > 0 and all(_known(field, one) for one in values) and len(set(values)) == len(values)


def _known(field: Field, value: object) -> bool:
    if type(value) is not field.type:
        return False
    if isinstance(value, str):
        return value in field.words
    return isinstance(value, bool) or (isinstance(value, int) and field.bounds[0] <= value <= field.bounds[1])
