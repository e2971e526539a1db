"""The lines of the table for the guardian's slip and the form without network; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import GIVERS, OVERSEERS, SCHOOL, Rule, of, public, thing

PROOF_GUARDIAN: dict[str, Rule] = {
    # For everybody but those who are signed in for one of the two sides: the guardian confirms.
    "donations:slip_answer": replace(public(post=True), cells=public().cells | dict.fromkeys(SCHOOL | GIVERS, "no")),
    "donations:slip_print": thing(of("issued"), ok=SCHOOL, no=GIVERS | OVERSEERS | {"validator"}),
}
