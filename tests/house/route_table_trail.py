"""The lines of the table for the trail; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from tests.house.route_rules import Rule, page, public

TRAIL: dict[str, Rule] = {
    "audit:event_list": page({"coordinator", "auditor"}),
    "audit:change_list": page({"coordinator", "auditor"}),
    "audit:read_list": page({"coordinator", "auditor"}),
    "audit:root_list": public(),
    "audit:root_file": public(),
}
