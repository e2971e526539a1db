"""Who is registered already under other numbers: people who resemble the given ones. Reads only.

Never all pairs: each claimant is compared with those born on the same day (or with day and month exchanged) and of the same
sex, and with those of the same name who share mother, family card or kelurahan. Both blocks have an index of their own
(recipient_birth_block, recipient_name_block); one statement looks for all claimants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ksbb.common import sealing
from recipients.names import mother_digest, name_key
from recipients.registration import Registration
from recipients.resemblance import Traits, resemblance, swapped

# Candidates for one claimant; the nearest names are judged, and a block of a thousand namesakes costs no more.
_MOST = 20
# Beneath this trigram similarity no pair of names is close word by word.
_SIMILAR = 0.25

_CANDIDATES = f"""
WITH claimant AS MATERIALIZED (
    SELECT * FROM unnest(
        %s::int[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[], %s::bytea[], %s::bytea[], %s::text[]
    ) AS c(position, recipient_id, name_key, sex, birth_date, swapped, mother_digest, household_digest, village)
)
SELECT c.position, f.id, f.name_key, f.sex, f.birth_date, f.mother_digest, f.household_digest, f.village, f.nik_sealed
FROM claimant c CROSS JOIN LATERAL (
    SELECT r.id, r.name_key, r.sex, r.birth_date, r.mother_digest, r.household_digest, r.village, r.nik_sealed,
           similarity(r.name_key, c.name_key) AS near
    FROM recipients_recipient r
    WHERE r.state = 'registered' AND r.birth_date = ANY(ARRAY[c.birth_date, c.swapped]) AND r.sex = c.sex
      AND r.id IS DISTINCT FROM c.recipient_id AND similarity(r.name_key, c.name_key) >= {_SIMILAR}
    UNION ALL
    SELECT r.id, r.name_key, r.sex, r.birth_date, r.mother_digest, r.household_digest, r.village, r.nik_sealed,
           1
    FROM recipients_recipient r
    WHERE r.state = 'registered' AND r.name_key = c.name_key AND c.name_key <> ''
      AND r.id IS DISTINCT FROM c.recipient_id
      AND NOT (r.birth_date = ANY(ARRAY[c.birth_date, c.swapped]) AND r.sex = c.sex)
      AND (r.mother_digest = c.mother_digest AND c.mother_digest <> ''
           OR r.household_digest = c.household_digest AND c.household_digest <> ''
           OR r.village = c.village AND c.village <> '')
    ORDER BY near DESC, id
    LIMIT {_MOST}
) f
"""  # noqa: S608 - numbers of ours only


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who is looked for. `number`: the caller's own (a row of a file); `recipient_id` when registered already."""

    number: int
    traits: Traits
    recipient_id: int | None = None

    @classmethod
    def of(cls, number: int, person: Registration) -> Claimant:
        """Somebody who is not registered yet."""
        traits = Traits(
            name_key=name_key(person.full_name),
            sex=person.sex,
            birth_date=person.birth_date,
            mother_digest=mother_digest(person.mother_name),
            household_digest=sealing.digest("family_card", person.family_card),
            village=person.village,
            nik=person.nik,
        )
        return cls(number, traits)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The registered `recipient_id` resembles the claimant `number`."""

    number: int
    recipient_id: int
    score: int
    evidence: dict[str, Any]


def alike(people: Sequence[Claimant]) -> list[Likeness]:
    """Who resembles whom among the registered, over all schools: by claimant in the order given, the likest first.

    Whoever asks must not pass on to a school what it may not know: callers open a case, and that is what the school learns.
    """
    found: dict[int, list[Likeness]] = {}
    for position, recipient_id, traits in _candidates(people):
        claimant = people[position]
        if (likeness := resemblance(claimant.traits, traits)) is not None:
            found.setdefault(position, []).append(
                Likeness(claimant.number, recipient_id, likeness.score, likeness.evidence)
            )
    return [
        likeness
        for position in sorted(found)
        for likeness in sorted(found[position], key=lambda one: (-one.score, one.recipient_id))
    ]


def _candidates(people: Sequence[Claimant]) -> Iterator[tuple[int, int, Traits]]:
    """(position in `people`, recipient, traits) of those in the same blocks."""
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, _columns(people))
        for position, recipient_id, *told in cursor.fetchall():
            yield position, recipient_id, _traits(*told)


def _columns(people: Iterable[Claimant]) -> list[list[Any]]:
    rows = [
        (
            position, one.recipient_id, t.name_key, t.sex, t.birth_date, swapped(t.birth_date), t.mother_digest,
            t.household_digest, t.village,
        )
        for position, one in enumerate(people)
        for t in [one.traits]
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)]


def _traits(
    key: str, sex: str, born: Any, mother: memoryview, household: memoryview, village: str, nik: memoryview
) -> Traits:
    return Traits(key, sex, born, bytes(mother), bytes(household), village, sealing.unseal(nik))
