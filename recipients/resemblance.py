"""How much two descriptions of people resemble each other. Pure: no database.

Points: name 60, birth date 25, sex 5; a mother, kelurahan or family card of both adds or takes. From ENOUGH on an officer looks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from recipients.names import closeness, is_exact

ENOUGH = 75
# A name that is less near than this is another name, whatever else is equal.
NAME_FROM = 50
_NIK_HEAD = 12


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared. Digests are keyed hashes or b""; `village` an official code or ""; `nik` digits or ""."""

    name_key: str = field(repr=False)
    sex: str
    birth_date: date = field(repr=False)
    mother_digest: bytes = field(default=b"", repr=False)
    household_digest: bytes = field(default=b"", repr=False)
    village: str = ""
    nik: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`score` 0 to about 120; `evidence` as JSON without values: {"name": 83, "birth_date": true, "mother": null, …}."""

    score: int
    evidence: dict[str, Any]


def resemblance(one: Traits, other: Traits) -> Resemblance | None:
    """What speaks for one person, or None when too little does. Twins and siblings are two."""
    name = closeness(one.name_key, other.name_key)
    if name < NAME_FROM or _are_twins(one, other):
        return None
    told = {
        "mother": _equal(one.mother_digest, other.mother_digest),
        "village": _equal(one.village, other.village),
        "household": _equal(one.household_digest, other.household_digest),
    }
    born = 25 if one.birth_date == other.birth_date else 15 if is_slip(one.birth_date, other.birth_date) else 0
    score = (
        name * 60 // 100
        + born
        + 5 * (one.sex == other.sex)
        + {True: 15, False: -20, None: 0}[told["mother"]]
        + {True: 5, False: -5, None: 0}[told["village"]]
        + {True: 10, False: 0, None: 0}[told["household"]]
    )
    if score < ENOUGH:
        return None
    same = {"birth_date": one.birth_date == other.birth_date, "sex": one.sex == other.sex}
    return Resemblance(score, {"name": name, **same, **told})


def is_slip(one: date, other: date) -> bool:
    """Another day that comes from one slip: day and month swapped, or one of day, month, year written otherwise."""
    if one == other:
        return False
    swapped = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    return swapped or (one.day != other.day) + (one.month != other.month) + (one.year != other.year) == 1


def _are_twins(one: Traits, other: Traits) -> bool:
    """Born on one day into one family, and the names are written differently: Dinda and Dindi, not a slip.

    One family: one mother, one family card, or NIK that differ in their serial only, as issued to twins at one counter.
    """
    if one.birth_date != other.birth_date or is_exact(one.name_key, other.name_key):
        return False
    counter = bool(one.nik) and one.nik[:_NIK_HEAD] == other.nik[:_NIK_HEAD] and one.nik != other.nik
    same_mother = _equal(one.mother_digest, other.mother_digest)
    return counter or bool(same_mother) or bool(_equal(one.household_digest, other.household_digest))


def _equal(one: bytes | str, other: bytes | str) -> bool | None:
    """None where one of them is not told."""
    return one == other if one and other else None
