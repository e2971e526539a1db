"""Among many acts, those of one thing are found by its own index: neither are all read, nor backwards from the newest."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ksbb.audit.history import history_of
from ksbb.audit.timelines import timeline_of
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.verification import member

pytestmark = pytest.mark.django_db
MANY = 40_000
FIELDS = {"schools_school": {"name": "nama"}, "donations_pledge": {"state": "keadaan"}}
# A fourth of all acts is about schools, of which each has four; each act changed a column.
ACTS = """
INSERT INTO audit_event (at, action, thing, thing_id, user_id, organisation_id, role, region, facts, tx)
SELECT now(), 'school.accepted',
       (ARRAY['schools.school', 'recipients.recipient', 'donations.pledge', 'verification.report'])[1 + n %% 4],
       1000000 + n %% 10000, n %% 500, n %% 900, 'principal', '31.71.01.1001', '{}', n
FROM generate_series(1, %s) n
"""
CHANGES = """
INSERT INTO audit_change ("table", operation, row_id, last_id, rows, columns, "values", region, at, tx, database_role)
SELECT (ARRAY['schools_school', 'recipients_recipient', 'donations_pledge', 'verification_report'])[1 + n %% 4], 'U',
       1000000 + n %% 10000, 1000000 + n %% 10000, 1, ARRAY['name'], '{}', '31.71.01.1001', now(), n, 'ksbb'
FROM generate_series(1, %s) n
"""


@pytest.fixture
def school() -> School:
    school = school_at()
    with connection.cursor() as cursor:
        cursor.execute(ACTS, [MANY])
        cursor.execute(CHANGES, [MANY])
        cursor.execute("ANALYZE audit_event, audit_change")
    return school


def plans(captured: CaptureQueriesContext) -> dict[str, str]:
    """Table of the trail → how what was asked of it is answered."""
    found = {}
    with connection.cursor() as cursor:
        for query in list(captured):
            for table in ("audit_event", "audit_change"):
                if f'FROM "{table}"' in query["sql"]:
                    cursor.execute(f"EXPLAIN {query['sql']}")
                    found[table] = "\n".join(line for (line,) in cursor.fetchall())
    return found


@pytest.mark.parametrize("role", ["auditor", "principal", "donor"])
def test_the_history_of_a_thing_is_found_by_its_index(school: School, role: str) -> None:
    actor: Actor = member(role)
    with CaptureQueriesContext(connection) as captured:
        history_of(school, actor)
    plan = plans(captured)["audit_event"]
    assert "event_thing" in plan
    assert "event_pkey" not in plan


@pytest.mark.parametrize("role", ["auditor", "principal", "donor"])
def test_a_line_of_time_of_many_things_is_found_by_the_same(school: School, role: str) -> None:
    things = {"schools.school": [1_000_004], "donations.pledge": [1_000_002 + 4 * number for number in range(20)]}
    with CaptureQueriesContext(connection) as captured:
        assert timeline_of(things, member(role), fields=FIELDS).entries
    found = plans(captured)
    assert "event_thing" in found["audit_event"]
    assert "Seq Scan" not in found["audit_event"]
    assert "change_row" in found["audit_change"]
    assert "Seq Scan" not in found["audit_change"]
