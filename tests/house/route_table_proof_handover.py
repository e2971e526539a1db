"""The lines of the table for the day of a handover; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from tests.house.route_rules import GIVERS, OFFICERS, OVERSEERS, SCHOOL, Rule, of, thing

# Who sees an appointment and acts for neither side.
WATCHERS = OVERSEERS | {"validator"}

PROOF_HANDOVER: dict[str, Rule] = {
    # The giver's half is the giver's alone, the school's half the principal's alone.
    "donations:handover_code": thing(of("issued"), ok=GIVERS, no=SCHOOL | WATCHERS, post=True),
    "donations:hand_over": thing(of("issued"), ok={"principal"}, no=GIVERS | WATCHERS | {"school_operator"}, post=True),
    "donations:signed_paper": thing(of("done"), ok=GIVERS | SCHOOL | WATCHERS),
    "donations:handover_shortfalls": thing(
        of("issued"), ok=GIVERS | {"principal"}, no=WATCHERS | {"school_operator"}, post=True
    ),
    "donations:handover_officer": thing(
        of("planned"),
        ok=GIVERS | OFFICERS | {"principal"},
        no={"coordinator", "auditor", "validator", "school_operator"},
        post=True,
    ),
    "donations:handover_calendar": thing(of("planned"), ok=GIVERS | SCHOOL | WATCHERS),
}
