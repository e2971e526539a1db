"""Who enters, who leaves, whose points change: one statement over everybody, summed per school and by old and new points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ksbb.territories.models import CITY_LENGTH
from recipients.effects.judged import PROMISED, Clauses, judged, reading
from schools.models import School

# Width of a bar of the histogram, in points.
BUCKET = 10


@dataclass(frozen=True)
class Change:
    """Numbers of people. `before` and `after` are eligible; of those who enter, `held` wait for an open case; of those who
    leave, `kept` have a device promised and keep it; `up` and `down` stay eligible with more or fewer points. `opened` and
    `closed` are the needs that would open and close."""

    before: int = 0
    after: int = 0
    enters: int = 0
    leaves: int = 0
    kept: int = 0
    held: int = 0
    up: int = 0
    down: int = 0
    opened: int = 0
    closed: int = 0

    @property
    def touched(self) -> int:
        """Everybody for whom something changes."""
        return self.enters + self.leaves + self.up + self.down

    @property
    def stays(self) -> int:
        """Eligible now and afterwards."""
        return self.before - self.leaves

    @property
    def difference(self) -> int:
        return self.after - self.before


# In the order of Change's fields.
_SUMS = ", ".join(
    f"count(*) FILTER (WHERE {condition})"
    for condition in (
        "was",
        "will",
        "will AND NOT was",
        "was AND NOT will",
        f"was AND NOT will AND state IN {PROMISED}",
        "will AND NOT was AND is_held",
        "was AND will AND new > old",
        "was AND will AND new < old",
        "will AND NOT is_held AND state IS NULL",
        "state = 'open' AND (is_held OR NOT will)",
    )
)
_COUNT = """
SELECT school_id, old_points, new_points, count(*), {sums}
FROM (
    SELECT *, CASE WHEN was THEN old END AS old_points, CASE WHEN will THEN new END AS new_points FROM ({judged}) AS j
) AS p
GROUP BY GROUPING SETS ((school_id), (old_points, new_points))
"""


@dataclass(frozen=True)
class Bucket:
    """How many eligible people have `low` to `high` points, now and by the draft."""

    low: int
    high: int
    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """The whole effect. Areas by official code (5 characters: kota, 8: kecamatan), `forms` by kind of school, `schools` by
    primary key; `points` are the buckets from the fewest points to the most, without gaps."""

    total: Change = Change()
    cities: dict[str, Change] = field(default_factory=dict)
    districts: dict[str, Change] = field(default_factory=dict)
    forms: dict[str, Change] = field(default_factory=dict)
    schools: dict[int, Change] = field(default_factory=dict)
    points: list[Bucket] = field(default_factory=list)


def effect_of(clauses: Clauses, kind: str) -> Effect:
    """What publishing `clauses` for `kind` (student, teacher) would do to everybody registered, counted now.

    Two statements whatever the size. Raises BadCriteria for clauses outside the allow-list.
    """
    statement, values = judged(clauses, kind)
    with reading() as cursor:
        cursor.execute(_COUNT.format(sums=_SUMS, judged=statement), values)
        rows = cursor.fetchall()
        places = {
            pk: (form, district) for pk, form, district in School.objects.values_list("pk", "form", "district_id")
        }
    schools = {school: sums for school, _old, _new, _count, *sums in rows if school is not None}
    return Effect(
        total=Change(*_added(schools.values())),
        cities=_by({pk: places[pk][1][:CITY_LENGTH] for pk in schools}, schools),
        districts=_by({pk: places[pk][1] for pk in schools}, schools),
        forms=_by({pk: places[pk][0] for pk in schools}, schools),
        schools={pk: Change(*sums) for pk, sums in schools.items()},
        points=_buckets((old, new, count) for school, old, new, count, *_sums in rows if school is None),
    )


def _added(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _by(part_of: Mapping[int, str], schools: Mapping[int, Sequence[int]]) -> dict[str, Change]:
    """The schools' numbers summed by the part that each belongs to."""
    ordered = sorted(schools, key=lambda pk: part_of[pk])
    parts = groupby(ordered, key=lambda pk: part_of[pk])
    return {part: Change(*_added(schools[pk] for pk in members)) for part, members in parts}


def _buckets(pairs: Iterable[tuple[int | None, int | None, int]]) -> list[Bucket]:
    before: defaultdict[int, int] = defaultdict(int)
    after: defaultdict[int, int] = defaultdict(int)
    for old, new, count in pairs:
        if old is not None:
            before[old // BUCKET] += count
        if new is not None:
            after[new // BUCKET] += count
    found = before.keys() | after.keys()
    if not found:
        return []
    steps = range(min(found), max(found) + 1)
    return [Bucket(n * BUCKET, n * BUCKET + BUCKET - 1, before[n], after[n]) for n in steps]
