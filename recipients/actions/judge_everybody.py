"""The verdicts of a version on everybody, built beside those in force and attached in one step."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from recipients.criteria import judge_sql, parse
from recipients.models import CriteriaSet

# Criteria are versions of a few dozen in all: a partition each, named by the version's row.
PARTITION = "recipients_assessment_{pk}"

# A verdict's id is the version's and the person's together, far above those that an assessment takes from the sequence: a
# sequence would keep everybody's verdicts to one process.
_JUDGED = """
SELECT ({pk}::bigint << 40) + r.id AS id, r.id AS recipient_id, {pk}::bigint AS criteria_id, r.region, {columns},
       TRUE AS is_newest, %s::timestamptz AS assessed_at
FROM recipients_recipient r
JOIN recipients_circumstances c ON c.recipient_id = r.id
JOIN schools_school s ON s.id = r.school_id
WHERE r.kind = %s AND r.state = 'registered'
"""

# ATTACH reads nothing: the check says which version it is, and indexes and NOT NULL are there as the parent has them.
_FINISH = """
ALTER TABLE {table}
    ADD CHECK (criteria_id = {pk}),
    ALTER id SET NOT NULL, ALTER recipient_id SET NOT NULL, ALTER criteria_id SET NOT NULL, ALTER region SET NOT NULL,
    ALTER is_eligible SET NOT NULL, ALTER points SET NOT NULL, ALTER parts SET NOT NULL, ALTER is_newest SET NOT NULL,
    ALTER assessed_at SET NOT NULL,
    ADD PRIMARY KEY (id, criteria_id);
CREATE UNIQUE INDEX ON {table} (recipient_id, criteria_id) WHERE is_newest;
CREATE INDEX ON {table} (region);
ANALYZE {table} (recipient_id, criteria_id, region, is_eligible, points, is_newest)
"""

# Whoever was written since the building's snapshot: few, found by the age of their rows alone.
_TOUCHED = """
SELECT id FROM recipients_recipient WHERE age(xmin) <= age(%s::text::xid)
UNION SELECT recipient_id FROM recipients_circumstances WHERE age(xmin) <= age(%s::text::xid)
UNION SELECT r.id FROM recipients_recipient r JOIN schools_school s ON s.id = r.school_id WHERE age(s.xmin) <= age(%s::text::xid)
"""


@transaction.atomic
def judge_everybody(*, criteria: CriteriaSet) -> int:
    """Judge all registered people of the version's kind and attach the verdicts; returns how many. Nothing old is written.

    Until the transaction's end nobody is registered, changed or assessed: those who are at it are waited for, who comes later
    waits. That begins only when the table is built; what changed meanwhile is judged once more. Donors go on all the time.
    """
    columns, values = judge_sql(parse(criteria.clauses))
    table = PARTITION.format(pk=criteria.pk)
    judged = _JUDGED.format(pk=int(criteria.pk), columns=columns)
    params = [*values, timezone.now(), criteria.kind]
    with connection.cursor() as cursor:
        # Room for the joins and indexes of everybody, until the transaction's end.
        cursor.execute("SELECT set_config('work_mem', '64MB', TRUE), set_config('maintenance_work_mem', '128MB', TRUE)")
        cursor.execute("SELECT set_config('jit', 'off', TRUE), set_config('parallel_tuple_cost', '0.001', TRUE)")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        [since] = cursor.fetchone() or ["0"]
        cursor.execute(f"CREATE TABLE {table} AS {judged}", params)
        cursor.execute(_FINISH.format(table=table, pk=int(criteria.pk)))
        cursor.execute("LOCK TABLE recipients_recipient IN EXCLUSIVE MODE")
        _judge_again(cursor, table, judged, params, since)
        cursor.execute(f"ALTER TABLE recipients_assessment ATTACH PARTITION {table} FOR VALUES IN ({int(criteria.pk)})")
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
        [count] = cursor.fetchone() or [0]
    return int(count)


def _judge_again(cursor: Any, table: str, judged: str, params: list[Any], since: str) -> None:
    cursor.execute(_TOUCHED, [since, since, since])
    if touched := [pk for (pk,) in cursor.fetchall()]:
        cursor.execute(f"DELETE FROM {table} WHERE recipient_id = ANY(%s)", [touched])  # noqa: S608 - a name of ours
        cursor.execute(f"INSERT INTO {table} {judged} AND r.id = ANY(%s)", [*params, touched])  # noqa: S608
