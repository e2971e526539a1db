"""The lines of the table for what a key opens besides the register; grants stand in tests/house/test_grants.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import Rule, key_only

_WHOLE = replace(key_only(), sample=None)

KEYS: dict[str, Rule] = {
    "api:pledge_list": replace(_WHOLE, methods=("get", "post")),
    "api:pledge_detail": key_only(),
    "api:pledge_withdraw": key_only(only_post=True),
    "api:criteria_list": _WHOLE,
    "api:criteria_detail": key_only(),
    "api:matching_list": replace(_WHOLE, methods=("get", "post")),
    "api:matching_detail": key_only(),
    "api:matching_lines": key_only(),
}
