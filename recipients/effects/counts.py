"""Who enters, who leaves, whose points change: one reading of everybody, counted per school and by old and new points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ksbb.territories.models import CITY_LENGTH
from recipients.effects.judged import PROMISED, Clauses, judged, reading
from schools.models import School

# Width of a bar of the histogram, in points.
BUCKET = 10


class Change(NamedTuple):
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


# In the order of Change's fields. In the narrow table old and new are NULL for who is not eligible.
_SUMS = ", ".join(
    f"count(*) FILTER (WHERE {condition})"
    for condition in (
        "old IS NOT NULL",
        "new IS NOT NULL",
        "new IS NOT NULL AND old IS NULL",
        "old IS NOT NULL AND new IS NULL",
        "old IS NOT NULL AND new IS NULL AND standing = 2",
        "new IS NOT NULL AND old IS NULL AND is_held",
        "new > old",
        "new < old",
        "new IS NOT NULL AND NOT is_held AND standing = 0",
        "standing = 1 AND (is_held OR new IS NULL)",
    )
)
# Everybody is read once, into rows of a few bytes; schools and points are counted from those.
_COUNT = f"""
WITH j AS MATERIALIZED (
    SELECT school_id, is_held, CASE WHEN was THEN old END AS old, CASE WHEN will THEN new END AS new,
           CASE WHEN state IS NULL THEN 0 WHEN state IN {PROMISED} THEN 2 ELSE 1 END::smallint AS standing
    FROM ({{judged}}) AS everybody
)
SELECT school_id, NULL::smallint, NULL::smallint, NULL::bigint, {_SUMS} FROM j GROUP BY school_id
UNION ALL
SELECT NULL, old, new, count(*){", NULL" * 10} FROM j GROUP BY old, new
"""  # noqa: S608 - names of ours, values bound


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
        cursor.execute(_COUNT.format(judged=statement), values)
        rows = cursor.fetchall()
        places = {
            pk: (form, district) for pk, form, district in School.objects.values_list("pk", "form", "district_id")
        }
    schools = {school: Change._make(sums) for school, _old, _new, _people, *sums in rows if school is not None}
    districts = _by((places[pk][1], change) for pk, change in schools.items())
    forms = _by((places[pk][0], change) for pk, change in schools.items())
    return Effect(
        total=_by(("", change) for change in forms.values()).get("", Change()),
        cities=_by((district[:CITY_LENGTH], change) for district, change in districts.items()),
        districts=districts,
        forms=forms,
        schools=schools,
        points=_buckets((old, new, people) for school, old, new, people, *_sums in rows if school is None),
    )


def _by(parts: Iterable[tuple[str, Change]]) -> dict[str, Change]:
    """The numbers added up by the part that each belongs to, in the parts' order."""
    members: defaultdict[str, list[Change]] = defaultdict(list)
    for part, change in parts:
        members[part].append(change)
    return {part: Change._make(map(sum, zip(*members[part], strict=True))) for part in sorted(members)}


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
