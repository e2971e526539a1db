"""Who is registered already under other numbers: people who resemble the given ones. Reads only.

Never all pairs: each claimant is compared with those born on the same day (or with day and month exchanged) and of the same
sex, and with those of the same name who share mother, family card or kelurahan. Both blocks have an index of their own
(recipient_birth_block, recipient_name_block); one statement looks for all claimants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ksbb.common import sealing
from recipients.names import UNCOUNTED, closeness, mother_digest, name_key, traces
from recipients.registration import Registration
from recipients.resemblance import NAME_FROM, Traits, resemblance

# Candidates for one claimant; the nearest names are judged, and a block of a thousand namesakes costs no more.
_MOST = 20
# Beneath this trigram similarity no pair of names is close word by word.
_SIMILAR = 0.25
# Patterns never hold it: what separates them in one parameter.
_BETWEEN = "|"
_LONGEST = 6

# Whether the key r.name_key may be near to the claimant's: see `names.traces`. A tenth of the time of `similarity`, which
# then looks at few.
MAY_BE_NEAR = f"""(
    {" OR ".join(f"r.name_key LIKE c.longest_{at}" for at in range(1, _LONGEST + 1))}
    OR ' ' || r.name_key || ' ' LIKE '%% _ %%'
    OR (length(r.name_key) - length(replace(r.name_key, ' ', '')) + 1 < c.words
        OR {" OR ".join(f"r.name_key LIKE '%%{word}%%'" for word in UNCOUNTED)}) AND r.name_key LIKE ANY(c.others)
)"""

# The columns of a claimant's traces; the parameter's patterns are taken apart once for each claimant.
TRACED = f"""
    {", ".join(f"nullif(split_part(t.longest, '{_BETWEEN}', {at}), '') AS longest_{at}" for at in range(1, _LONGEST + 1))},
    string_to_array(t.others, '{_BETWEEN}') AS others, t.words
"""

_SWAPPED = """
    CASE WHEN extract(day FROM {born}) <= 12
         THEN make_date(extract(year FROM {born})::int, extract(day FROM {born})::int, extract(month FROM {born})::int)
         ELSE {born} END AS swapped
"""

# Who is not registered yet (or is looked for under other traits) comes with all that is compared.
_TOLD = f"""
    SELECT t.position, {TRACED}, {_SWAPPED.format(born="t.birth_date")}, t.recipient_id, t.name_key, t.sex, t.birth_date,
           t.mother_digest, t.household_digest, t.village
    FROM unnest(
        %s::int[], %s::text[], %s::text[], %s::int[],
        %s::bigint[], %s::text[], %s::text[], %s::date[], %s::bytea[], %s::bytea[], %s::text[]
    ) AS t(position, longest, others, words,
           recipient_id, name_key, sex, birth_date, mother_digest, household_digest, village)
"""  # noqa: S608 - words of ours only
# Who is registered is read where everybody is: a file of thousands does not send its people once more.
_KNOWN = f"""
    SELECT t.position, {TRACED}, {_SWAPPED.format(born="o.birth_date")}, o.id AS recipient_id, o.name_key, o.sex, o.birth_date,
           o.mother_digest, o.household_digest, o.village
    FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[], %s::bigint[]) AS t(position, longest, others, words, id)
    JOIN recipients_recipient o ON o.id = t.id
"""  # noqa: S608 - words of ours only

# The index of the first block holds the names, so that only those who come near are read themselves.
_CANDIDATES = f"""
WITH c AS MATERIALIZED ({{claimants}})
SELECT c.position, f.id, f.name_key, f.sex, f.birth_date, f.mother_digest, f.household_digest, f.village, f.nik_sealed
FROM c CROSS JOIN LATERAL (
    (
        SELECT id, similarity(name_key, c.name_key) AS near
        FROM (
            SELECT r.id, r.name_key FROM recipients_recipient r
            WHERE r.state = 'registered' AND r.birth_date = ANY(ARRAY[c.birth_date, c.swapped]) AND r.sex = c.sex
              AND r.id IS DISTINCT FROM c.recipient_id AND {MAY_BE_NEAR}
            OFFSET 0  -- a fence: similarity is the dear part, and PostgreSQL takes it to be cheap
        ) AS sharing WHERE similarity(name_key, c.name_key) >= {_SIMILAR}
    )
    UNION ALL
    SELECT r.id, 1
    FROM recipients_recipient r
    WHERE r.state = 'registered' AND r.name_key = c.name_key AND c.name_key <> ''
      AND r.id IS DISTINCT FROM c.recipient_id
      AND NOT (r.birth_date = ANY(ARRAY[c.birth_date, c.swapped]) AND r.sex = c.sex)
      AND (r.mother_digest = c.mother_digest AND c.mother_digest <> ''
           OR r.household_digest = c.household_digest AND c.household_digest <> ''
           OR r.village = c.village AND c.village <> '')
    ORDER BY near DESC, id
    LIMIT {_MOST}
) found
JOIN recipients_recipient f ON f.id = found.id
"""  # noqa: S608 - numbers and words of ours only


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who is looked for. `number`: the caller's own (a row of a file); `recipient_id` when registered already."""

    number: int
    traits: Traits
    recipient_id: int | None = None

    @classmethod
    def of(cls, number: int, person: Registration) -> Claimant:
        """Somebody who is not registered yet."""
        return cls(number, traits_of(person))


def traits_of(person: Registration) -> Traits:
    """What the register will say of somebody who is told of in these words."""
    return Traits(
        name_key=name_key(person.full_name),
        sex=person.sex,
        birth_date=person.birth_date,
        mother_digest=mother_digest(person.mother_name),
        household_digest=sealing.digest("family_card", person.family_card),
        village=person.village,
        nik=person.nik,
    )


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
    columns = [
        (one.recipient_id, t.name_key, t.sex, t.birth_date, t.mother_digest, t.household_digest, t.village)
        for one in people
        for t in [one.traits]
    ]
    return _alike(people, _TOLD, columns)


def alike_among(people: Sequence[Claimant]) -> list[Likeness]:
    """The same for people who are registered with just these traits: `recipient_id` tells the database all of them."""
    return _alike(people, _KNOWN, [(one.recipient_id,) for one in people])


def _alike(people: Sequence[Claimant], claimants: str, columns: Sequence[Sequence[Any]]) -> list[Likeness]:
    found: dict[int, list[Likeness]] = {}
    for position, recipient_id, traits in _candidates(people, claimants, columns):
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


def _candidates(
    people: Sequence[Claimant], claimants: str, columns: Sequence[Sequence[Any]]
) -> Iterator[tuple[int, int, Traits]]:
    """(position in `people`, recipient, traits) of those in the same blocks whose names are near."""
    if not people:
        return
    rows = [
        (position, _BETWEEN.join(told.longest), _BETWEEN.join(told.others), told.words, *known)
        for position, (one, known) in enumerate(zip(people, columns, strict=True))
        for told in [traces(one.traits.name_key)]
    ]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(claimants=claimants), [list(column) for column in zip(*rows, strict=True)])
        for position, recipient_id, key, *told in cursor.fetchall():
            # Looked at before anything is opened: most of those who are found by a word have another name.
            if closeness(people[position].traits.name_key, key) >= NAME_FROM:
                yield position, recipient_id, _traits(key, *told)


def _traits(
    key: str, sex: str, born: Any, mother: memoryview, household: memoryview, village: str, nik: memoryview
) -> Traits:
    return Traits(key, sex, born, bytes(mother), bytes(household), village, sealing.unseal(nik))
