"""The lines of the table for the guardian's slip and the form without network; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import GIVERS, OVERSEERS, SCHOOL, Rule, of, page, public, thing

PROOF_GUARDIAN: dict[str, Rule] = {
    # For everybody but those who are signed in for one of the two sides: the guardian confirms.
    "donations:slip_answer": replace(public(post=True), cells=public().cells | dict.fromkeys(SCHOOL | GIVERS, "no")),
    "donations:slip_print": thing(of("issued"), ok=SCHOOL, no=GIVERS | OVERSEERS | {"validator"}),
    # The shell is the same for everybody; what it keeps and sends is the principal's.
    "donations:offline_form": public(),
    "donations:offline_manifest": public(),
    "donations:offline_worker": public(),
    "donations:offline_list": page({"principal"}),
    "donations:offline_send": replace(page({"principal"}), methods=("post",)),
}
