"""Whose place in the queue of the own school moves: the second statement, which sorts and is therefore asked apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ksbb.territories.models import CITY_LENGTH
from recipients.effects.judged import PROMISED, Clauses, judged, reading
from recipients.models import NO_LOT, NeedClass, RecipientKind
from schools.models import School


@dataclass(frozen=True)
class Shift:
    """Of those who wait for a donor now and still afterwards: how many come further forward (`up`), back (`down`) or stay
    where they are, and the most places that anybody goes."""

    up: int = 0
    down: int = 0
    same: int = 0
    furthest_up: int = 0
    furthest_down: int = 0

    def __add__(self, other: Shift) -> Shift:
        return Shift(
            self.up + other.up,
            self.down + other.down,
            self.same + other.same,
            max(self.furthest_up, other.furthest_up),
            max(self.furthest_down, other.furthest_down),
        )

    @property
    def moved(self) -> int:
        return self.up + self.down


@dataclass(frozen=True)
class Moves:
    """The shifts everywhere, by official code of kota and kecamatan, by kind of school, and by school."""

    total: Shift = Shift()
    cities: dict[str, Shift] = field(default_factory=dict)
    districts: dict[str, Shift] = field(default_factory=dict)
    forms: dict[str, Shift] = field(default_factory=dict)
    schools: dict[int, Shift] = field(default_factory=dict)


# The line of a school as recipients/ranking.py orders it: turn of the household, most points, lot, age of the need. A need that
# opens is the youngest of all, unless the person was drawn before: that one opens again with its lot. The turns follow the new
# points; who was promised a device stands before those who wait.
_WAITS = "state = 'open' AND was AND NOT is_held"
_WILL_WAIT = "(state IS NULL OR state = 'open') AND will AND NOT is_held"
_SHIFT = f"""
WITH j AS MATERIALIZED ({{judged}}),
promised AS (
    SELECT m.household_digest, count(*) AS devices
    FROM recipients_need o JOIN recipients_recipient m ON m.id = o.recipient_id
    WHERE o.state IN {PROMISED} AND o.need_class = '{NeedClass.STUDENT_DEVICE}' AND m.household_digest <> ''
    GROUP BY 1
),
drawn AS (
    SELECT DISTINCT ON (recipient_id) recipient_id, lot, id AS need
    FROM recipients_need WHERE state = 'closed' AND lot <> {NO_LOT} ORDER BY recipient_id, id
),
waiting AS (
    SELECT q.*, CASE WHEN q.household_digest = '' THEN 0 ELSE
               coalesce(p.devices, 0) + row_number() OVER (
                   PARTITION BY q.will_wait, q.household_digest ORDER BY q.new DESC, q.lot, q.need, q.school_id, q.id
               ) - 1 END AS will_turn
    FROM (
        SELECT j.id, j.school_id, j.household_digest, j.old, j.new, j.turn, {_WAITS} AS waits, {_WILL_WAIT} AS will_wait,
               LEAST(j.lot, d.lot) AS lot, COALESCE(j.need, d.need) AS need
        FROM j LEFT JOIN drawn d ON d.recipient_id = j.id AND j.need IS NULL
    ) AS q
    LEFT JOIN promised p ON p.household_digest = q.household_digest
    WHERE q.waits OR q.will_wait
),
lined AS (
    SELECT school_id, waits, will_wait,
           row_number() OVER (PARTITION BY school_id, waits ORDER BY turn, old DESC, lot, need) AS place,
           row_number() OVER (PARTITION BY school_id, will_wait ORDER BY will_turn, new DESC, lot, need, id) AS will_place
    FROM waiting
)
SELECT school_id, count(*) FILTER (WHERE will_place < place), count(*) FILTER (WHERE will_place > place),
       count(*) FILTER (WHERE will_place = place), GREATEST(max(place - will_place), 0), GREATEST(max(will_place - place), 0)
FROM lined WHERE waits AND will_wait GROUP BY school_id
"""  # noqa: S608 - names of ours, values bound
# A teacher's computer stays the school's: it counts for no household.
_HOME = {RecipientKind.STUDENT: "r.household_digest", RecipientKind.TEACHER: "''::bytea AS household_digest"}
_LINE = f", d.household_digest, COALESCE(n.turn, 0) AS turn, COALESCE(n.lot, {NO_LOT}) AS lot, n.id AS need"


def moves_of(clauses: Clauses, kind: str) -> Moves:
    """Two statements whatever the size. Raises BadCriteria for clauses outside the allow-list."""
    statement, values = judged(clauses, kind, people=f", {_HOME[RecipientKind(kind)]}", more=_LINE)
    with reading("64MB") as cursor:
        cursor.execute(_SHIFT.format(judged=statement), values)
        schools = {school: Shift(*sums) for school, *sums in cursor.fetchall()}
        places = {
            pk: (form, district) for pk, form, district in School.objects.values_list("pk", "form", "district_id")
        }
    return Moves(
        total=sum(schools.values(), Shift()),
        cities=_by((places[pk][1][:CITY_LENGTH], shift) for pk, shift in schools.items()),
        districts=_by((places[pk][1], shift) for pk, shift in schools.items()),
        forms=_by((places[pk][0], shift) for pk, shift in schools.items()),
        schools=schools,
    )


def _by(parts: Iterable[tuple[str, Shift]]) -> dict[str, Shift]:
    sums: dict[str, Shift] = {}
    for key, shift in parts:
        sums[key] = sums.get(key, Shift()) + shift
    return dict(sorted(sums.items()))
