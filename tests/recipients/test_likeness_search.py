"""What tells near names from others in the database misses nobody whom the measure of names would call near."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection

from recipients.likeness import MAY_BE_NEAR, TRACED
from recipients.names import closeness, name_key, traces

NAMES = (
    "Muhammad Rizki Pratama", "M. Rizki P.", "Rizki", "Aisyah Putri Ramadhani", "Aisyah", "Siti Aisyah", "Siti", "Muhammad",
    "Christina Wahyuningsih", "Kristina Wahyuningsih", "Budi Santoso", "Budi Snatoso", "Adi", "Ali Muhammad", "H.", "S", "",
    "Nur Aini", "Firmansyah Hidayat", "Murid 1", "Murid 12",
)  # fmt: skip


def slipped(dice: random.Random, word: str) -> str:
    """`word` with a letter more, less, changed or exchanged with its neighbour."""
    at, letter = dice.randrange(len(word)), dice.choice("abcde")
    ways = [
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    ]
    return dice.choice(ways) or word


def relatives(dice: random.Random) -> list[str]:
    """Keys of one invented family of names: words slipped, cut to an initial, left out, with others beside them."""
    words = [
        "".join(dice.choices("abcdefgh", k=dice.choice([1, 3, 4, 5, 6, 8, 9, 10, 12])))
        for _n in range(dice.choice([1, 2, 3]))
    ]
    keys = []
    for _n in range(12):
        some = dice.sample(words, dice.randint(1, len(words)))
        written = [
            dice.choice([word, word, word[0], slipped(dice, word), slipped(dice, slipped(dice, word))]) for word in some
        ]
        keys.append(" ".join(sorted([*written, *dice.choice([[], ["muhamad"], ["siti", "siti"], ["h"], ["abcdef"]])])))
    return keys


@pytest.mark.parametrize("seed", range(3))
def test_who_is_near_by_the_measure_is_found_by_the_patterns(db: None, seed: int) -> None:
    dice = random.Random(seed)
    families = [[name_key(name) for name in NAMES], *(relatives(dice) for _n in range(150))]
    for keys in families:
        told = [traces(key) for key in keys]
        statement = f"""
            WITH c AS MATERIALIZED (
                SELECT t.name_key, {TRACED}
                FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[]) AS t(name_key, longest, others, words)
            )
            SELECT c.name_key, r.name_key FROM c, unnest(%s::text[]) AS r(name_key) WHERE {MAY_BE_NEAR}
        """
        columns: list[Any] = [
            ["|".join(one.longest) for one in told],
            ["|".join(one.others) for one in told],
            [one.words for one in told],
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, [keys, *columns, keys])
            found = set(cursor.fetchall())
        near = {(one, other) for one in keys for other in keys if closeness(one, other) > 0}
        assert near <= found
