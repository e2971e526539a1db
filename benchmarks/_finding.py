"""One person looked for among everybody: is somebody like this registered already?"""

from __future__ import annotations

import random
import statistics
from functools import partial

from benchmarks._base import rows_of
from benchmarks._measuring import Lines, seconds_of
from recipients.likeness import Claimant, alike
from recipients.registration import Registration

PEOPLE = 60
# Among so many only that everything runs is of interest.
FEW = 10_000


def search(lines: Lines, *, people: int) -> None:
    """Medians and the slowest of PEOPLE searches; the limit is a look-up of one row by its primary key."""
    dice = random.Random(people)
    claimants = [Claimant.of(number, person) for number, person in enumerate(_somebody(dice, people))]
    alike(claimants[:1])
    took, keys = [], []
    for claimant in claimants[: PEOPLE if people > FEW else 5]:
        took.append(seconds_of(partial(alike, [claimant])))
        keys.append(
            seconds_of(lambda: rows_of("SELECT * FROM recipients_recipient WHERE id = %s", [dice.randint(1, people)]))
        )
    case = f"likeness of one person among {people}"
    lines.write(
        case,
        rows=1,
        seconds=statistics.median(took),
        limit=statistics.median(keys),
        slowest_ms=round(max(took) * 1000, 1),
    )
    whole = seconds_of(lambda: alike(claimants))
    lines.write(
        f"likeness of {PEOPLE} at once among {people}",
        rows=PEOPLE,
        seconds=whole,
        per_person_ms=round(whole / PEOPLE * 1000, 2),
    )


def _somebody(dice: random.Random, people: int) -> list[Registration]:
    """People of the register, spelled otherwise and with another number: what a second school would send."""
    found = rows_of(
        "SELECT full_name, sex, birth_date FROM recipients_recipient WHERE id = ANY(%s)",
        [[dice.randint(1, people) for _n in range(PEOPLE * 2)]],
    )[:PEOPLE]
    return [
        Registration(kind="student", full_name=_otherwise(name), sex=sex, birth_date=born, nik="3171010101010001")
        for name, sex, born in found
    ]


def _otherwise(name: str) -> str:
    return " ".join(reversed(name.replace("Muhammad", "Moch.").split()))
