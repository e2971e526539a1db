"""The lines of the table for the operators' pages; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import Rule, technical

OPERATION: dict[str, Rule] = {
    "portal:condition": technical(),
    "portal:retry": replace(technical(), methods=("post",)),
    "portal:switch_list": technical(),
    "portal:switch_change": replace(technical(lambda world, line: {"name": "giving"}), methods=("get", "post")),
}
