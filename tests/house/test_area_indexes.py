"""Lists ask for areas by the beginning of their code; only an index made for that serves it, whatever the database's collation."""

from __future__ import annotations

import pytest
from django.db import connection

# Which begin with an area and are read in another way.
OTHERWISE: dict[str, str] = {
    "need_region": "the places in line read a range of codes",
    "assessment_region": "the same, beside it",
}

_BEGUN = """
SELECT i.indexrelid::regclass::text
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid AND NOT c.relispartition
JOIN pg_opclass o ON o.oid = i.indclass[0]
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE a.attname IN ('region', 'holder_region') AND o.opcname NOT LIKE '%pattern%'
  AND i.indcollation[0] <> '"C"'::regcollation
"""


@pytest.mark.django_db
def test_an_index_that_begins_with_an_area_serves_the_beginning_of_its_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN)
        found = {str(name) for (name,) in cursor.fetchall()}
    assert found - set(OTHERWISE) == set()


def plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")  # noqa: S608 - ours
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.django_db
def test_who_was_made_to_pay_is_found_without_reading_every_answer() -> None:
    asked = "SELECT id FROM donations_receiptslip WHERE was_charged AND answered_at >= now() - interval '30 days'"
    assert "receiptslip_charged" in plan_of(asked)
