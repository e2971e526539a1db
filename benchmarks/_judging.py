"""Publishing and previewing criteria over everybody, beside what PostgreSQL needs to compute and write the bare scores."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks._base import rows_of, sql
from benchmarks._measuring import Lines, in_turns, repeats, seconds_of
from ksbb.authority.actors import SYSTEM
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.judge_everybody import judge_everybody
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.criteria import judge_sql, parse
from recipients.effects import effect_of
from recipients.first_criteria import STUDENT
from recipients.models import CriteriaSet

_FROM = (
    "FROM recipients_recipient r JOIN recipients_circumstances c ON c.recipient_id = r.id "
    "JOIN schools_school s ON s.id = r.school_id WHERE r.kind = 'student' AND r.state = 'registered'"
)


def another_version() -> CriteriaSet:
    """Other weights for a few clauses: most people's points change, few enter or leave."""
    version = CriteriaSet.objects.filter(kind="student").count() + 1
    clauses = [_heavier(clause, version) for clause in STUDENT]
    draft = CriteriaSet.objects.create(kind="student", version=version, clauses=clauses)
    return propose_criteria(criteria=draft, actor=SYSTEM)


def _heavier(clause: dict[str, Any], by: int) -> dict[str, Any]:
    return (
        {**clause, "weight": clause["weight"] + by % 7 + 1}
        if clause["kind"] == "weighted" and clause["weight"] > 9
        else clause
    )


def publish(lines: Lines, *, people: int) -> None:
    """Verdicts built and attached, beside a bare table of id and points; the whole act, and an UPDATE in place."""
    columns, values = judge_sql(parse(STUDENT))
    sql("SET work_mem = '64MB'")
    bare, whole, verdicts, in_place, fold = [], [], [], [], []
    for _round in range(repeats()):
        bare.append(
            seconds_of(
                lambda: sql(f"CREATE TABLE bare AS SELECT id, points FROM (SELECT r.id, {columns} {_FROM}) j", values)
            )
        )
        sql("DROP TABLE bare")
        draft = another_version()
        verdicts.append(seconds_of(partial(judge_everybody, criteria=draft)))
        sql(f"ALTER TABLE recipients_assessment DETACH PARTITION recipients_assessment_{draft.pk}")
        sql(f"DROP TABLE recipients_assessment_{draft.pk}")
        whole.append(seconds_of(partial(publish_criteria, criteria=draft, actor=SYSTEM)))
        fold.append(seconds_of(fold_tallies))
        in_place.append(_in_place())
    students = rows_of(f"SELECT count(*) {_FROM}")[0][0]
    limit = statistics.median(bare)
    name = f"publish at {people}"
    lines.write(
        f"{name}, verdicts built, indexed and attached", rows=students, seconds=statistics.median(verdicts), limit=limit
    )
    lines.write(
        f"{name}, all of it (verdicts, needs, retiring)", rows=students, seconds=statistics.median(whole), limit=limit
    )
    lines.write(
        f"{name}, the fold afterwards (order of schools and households)",
        rows=students,
        seconds=statistics.median(fold),
        limit=limit,
    )
    lines.write(
        f"{name}, all of it against an UPDATE in place",
        rows=students,
        seconds=statistics.median(whole),
        limit=statistics.median(in_place),
    )
    sql("RESET work_mem")


def _in_place() -> float:
    """What publishing was before: every row of a table of verdicts with its indexes written again. On a copy."""
    newest = "SELECT max(criteria_id) FROM recipients_assessment"
    sql(f"CREATE TABLE placed AS SELECT * FROM recipients_assessment WHERE is_newest AND criteria_id = ({newest})")
    sql("ALTER TABLE placed ADD PRIMARY KEY (id)")
    sql("CREATE INDEX ON placed (points, id)")
    sql("CREATE UNIQUE INDEX ON placed (recipient_id) WHERE is_newest")
    sql("ANALYZE placed")
    columns, values = judge_sql(parse(STUDENT))
    update = (
        f"UPDATE placed a SET is_eligible = j.is_eligible, points = j.points, parts = j.parts, assessed_at = now() "
        f"FROM (SELECT r.id, {columns} {_FROM}) j WHERE a.recipient_id = j.id"
    )
    taken = seconds_of(lambda: sql(update, values))
    sql("DROP TABLE placed")
    return taken


def preview(lines: Lines, *, people: int) -> None:
    """`effect_of` (histogram, per kota, kecamatan, form and school) beside one sequential read that computes all scores."""
    clauses = [_heavier(clause, 3) for clause in STUDENT]
    columns, values = judge_sql(parse(clauses))
    sql("SET work_mem = '64MB'")
    steps: dict[str, Callable[[], object]] = {
        "limit": lambda: rows_of(f"SELECT sum(points) FROM (SELECT {columns} {_FROM}) j", values),
        "ours": lambda: effect_of(clauses, "student"),
    }
    took = in_turns(steps)
    sql("RESET work_mem")
    lines.write(f"preview at {people}", rows=people, seconds=took["ours"], limit=took["limit"])
