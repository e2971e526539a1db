"""Schools with their counts alone, by set: what public pages read, for a city, a nation and five times as many; no people."""

from __future__ import annotations

from benchmarks import _people
from benchmarks._base import bare, sql
from benchmarks._measuring import note

_TABLES = ("recipients_needtally", "recipients_needday", "recipients_needdelta")
# Weeks of history behind each school, and changes that wait for the next fold (ten seconds of a busy day).
WEEKS, WAITING = 8, 500


def build(people: int) -> None:
    """Schools, kelurahan, places on the map and counts for so many people; adds to what is there."""
    note(f"schools and counts for {people:,} people …")
    _people.build_schools(people)
    sql(
        "INSERT INTO territories_territory (code, name, level, parent_id) "
        "SELECT code || '.' || 1001 + n, 'Kelurahan ' || n, 'village', code FROM territories_territory, "
        "generate_series(0, 5) n WHERE level = 'district' ON CONFLICT DO NOTHING"
    )
    sql(_PLACES)
    with bare(*_TABLES):
        sql(_TALLIES)
        sql(_DAYS, [WEEKS])
        sql("DELETE FROM recipients_needdelta")
        sql(_DELTAS, [WAITING])
    sql("VACUUM (ANALYZE) schools_school")
    sql("VACUUM (ANALYZE) territories_territory")


# About a city around the middle of Jakarta, one school in fifty without a place; every third school is swasta.
_PLACES = """
UPDATE schools_school SET
    village_id = district_id || '.' || 1001 + id % 6,
    status = CASE WHEN id % 3 = 0 THEN 'swasta' ELSE 'negeri' END,
    latitude = CASE WHEN id % 50 > 0 THEN -6.35 + random() * 0.25 END,
    longitude = CASE WHEN id % 50 > 0 THEN 106.69 + random() * 0.28 END
WHERE village_id IS NULL
"""

# The square makes big schools; the most urgent open need has points as the first criteria give them.
_TALLIES = """
INSERT INTO recipients_needtally (school_id, need_class, region, open, reserved, delivered, met, top_rank)
SELECT s.id, c.need_class, s.village_id,
       CASE WHEN random() < 0.1 THEN 0 ELSE ceil(power(random(), 3) * c.most) END,
       floor(random() * c.most / 9), floor(random() * c.most / 12), floor(random() * c.most / 12),
       -30 - floor(random() * 70)
FROM schools_school s, (VALUES ('student_device', 90), ('teacher_computer', 8)) AS c(need_class, most)
WHERE NOT EXISTS (SELECT 1 FROM recipients_needtally t WHERE t.school_id = s.id)
"""

_DAYS = """
INSERT INTO recipients_needday (school_id, need_class, region, open, reserved, delivered, met, day)
SELECT t.school_id, t.need_class, t.region, t.open + week, t.reserved, t.delivered, t.met, current_date - week * 7
FROM recipients_needtally t, generate_series(1, %s) week
WHERE NOT EXISTS (SELECT 1 FROM recipients_needday d WHERE d.school_id = t.school_id)
"""

_DELTAS = """
INSERT INTO recipients_needdelta (school_id, need_class, region, open, reserved, delivered, met)
SELECT school_id, need_class, region, -1, 1, 0, 0 FROM recipients_needtally WHERE open > 1 ORDER BY random() LIMIT %s
"""
