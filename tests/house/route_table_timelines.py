"""The lines of the table for whole histories; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from tests.house.route_rules import ALL, OFFICERS, SCHOOL, Rule, npsn, of, thing

TIMELINES: dict[str, Rule] = {
    "verification:pledge_timeline": thing(of("pledge"), ok=ALL - {"validator"}),
    "verification:person_timeline": thing(of("recipient"), ok=SCHOOL | OFFICERS),
    "verification:school_timeline": thing(npsn, ok=SCHOOL | OFFICERS | {"coordinator", "validator", "auditor"}),
}
