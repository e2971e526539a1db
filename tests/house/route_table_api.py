"""The lines of the table for the API; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import Rule, key_only, npsn, public

API: dict[str, Rule] = {
    "api:docs": public(),
    "api:schema": public(),
    "api:school_list": public(),
    "api:school_detail": public(npsn),
    "api:need_list": public(),
    "api:need_school": public(npsn),
    "api:receipt": public(lambda world, line: {"code": line.pledge.receipt_code}),
    "api:paper": public(lambda world, line: {"code": line.paper.code}),
    "api:figures": public(),
    "api:figure_months": public(),
    "api:import_create": replace(key_only(only_post=True), sample=None),
    **dict.fromkeys(["api:import_detail", "api:import_rows"], key_only()),
    **dict.fromkeys(["api:import_apply", "api:import_refuse"], key_only(only_post=True)),
}
