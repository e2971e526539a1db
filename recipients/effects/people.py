"""A few people of each sort, before and after, clause by clause. Who they are is not told: class and school only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from recipients.criteria import Clause, Facts, judge, parse
from recipients.effects.judged import PROMISED, Clauses, judged, reading
from recipients.models import CriteriaSet, Recipient

# How many of each sort are shown.
SAMPLE = 10


class Sort(StrEnum):
    """What happens to a person."""

    ENTERS = "enters"
    LEAVES = "leaves"
    MOVES = "moves"


@dataclass(frozen=True)
class Verdict:
    """What one version says of a person."""

    is_eligible: bool
    points: int


@dataclass(frozen=True)
class Line:
    """What one clause gives before and after: None where the version has no such clause, else 1 or 0 for a required clause
    and points for a weighted one."""

    label: str
    is_required: bool
    before: int | None
    after: int | None

    @property
    def is_changed(self) -> bool:
        """No clause and a clause that gives no points are the same."""
        if self.is_required:
            return self.before != self.after
        return (self.before or 0) != (self.after or 0)


@dataclass(frozen=True)
class Sample:
    """One person without a name. `is_kept` has a device promised, `is_held` waits for an open case."""

    sort: Sort
    kind: str
    grade: int | None
    school: str
    is_kept: bool
    is_held: bool
    before: Verdict
    after: Verdict
    lines: list[Line]


# A multiplier by Knuth spreads neighbours over the schools; the same people are shown while the data stay the same.
_CHOOSE = """
WITH j AS MATERIALIZED ({judged})
SELECT sort, id, is_kept FROM (
    SELECT *, row_number() OVER (PARTITION BY sort ORDER BY (id * 2654435761) %% 4294967296, id) AS place
    FROM (
        SELECT id, state IS NOT NULL AND state IN {promised} AS is_kept,
               CASE WHEN will AND NOT was THEN 'enters' WHEN was AND NOT will THEN 'leaves'
                    WHEN was AND will AND new <> old THEN 'moves' END AS sort
        FROM j
    ) AS sorted WHERE sort IS NOT NULL
) AS chosen WHERE place <= %s ORDER BY sort, place
"""


def samples_of(clauses: Clauses, kind: str, *, size: int = SAMPLE) -> dict[Sort, list[Sample]]:
    """Up to `size` people who enter, who leave and whose points change. Four queries whatever the size.

    Raises BadCriteria for clauses outside the allow-list.
    """
    statement, values = judged(clauses, kind)
    with reading("64MB") as cursor:
        cursor.execute(_CHOOSE.format(promised=PROMISED, judged=statement), [*values, size])
        chosen = cursor.fetchall()
    in_force = CriteriaSet.objects.in_force(kind)
    old, new = parse(in_force.clauses) if in_force else (), parse(clauses)
    people = Recipient.objects.select_related("school", "circumstances").in_bulk([pk for _sort, pk, _kept in chosen])
    samples: dict[Sort, list[Sample]] = {sort: [] for sort in Sort}
    for sort, pk, is_kept in chosen:
        samples[Sort(sort)].append(_sample(Sort(sort), people[pk], is_kept, old, new))
    return samples


def _sample(sort: Sort, person: Recipient, is_kept: bool, old: Sequence[Clause], new: Sequence[Clause]) -> Sample:
    facts = person.circumstances.facts(person.school)
    return Sample(
        sort=sort,
        kind=person.kind,
        grade=person.grade,
        school=person.school.name,
        is_kept=is_kept,
        is_held=person.is_held,
        before=_verdict(old, facts),
        after=_verdict(new, facts),
        lines=_lines(old, new, facts),
    )


def _verdict(clauses: Sequence[Clause], facts: Facts) -> Verdict:
    said = judge(clauses, facts)
    return Verdict(bool(clauses) and said.is_eligible, said.points)


def _lines(old: Sequence[Clause], new: Sequence[Clause], facts: Facts) -> list[Line]:
    """The draft's clauses in their order, then those that it drops; what gives nothing on either side is left out."""
    before = {clause.id: clause for clause in old}
    kept = {clause.id for clause in new}
    pairs = [(before.get(clause.id), clause) for clause in new] + [(one, None) for one in old if one.id not in kept]
    lines = [_line(was, will, facts) for was, will in pairs]
    return [line for line in lines if line.is_changed or line.is_required or line.before]


def _line(was: Clause | None, will: Clause | None, facts: Facts) -> Line:
    shown = will or was
    assert shown is not None
    return Line(
        label=shown.label,
        is_required=shown.kind == "required",
        before=was.points(facts) if was else None,
        after=will.points(facts) if will else None,
    )
