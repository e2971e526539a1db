"""The lines of the table for the validator's desk and for appeals against a verdict; how to read them: route_table.py."""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import OFFICERS, OVERSEERS, SCHOOL, Rule, of, page, thing

PROOF_DESK: dict[str, Rule] = {
    "accounts:person_tell": page({"validator"}, post=True),
    "verification:desk_next": replace(page({"validator"}), methods=("post",)),
    "verification:desk_verify": replace(page({"validator"}), methods=("post",)),
    "verification:report_claim": thing(of("report"), ok={"validator"}, no=SCHOOL | OVERSEERS, only_post=True),
    "verification:report_release": thing(of("report"), ok={"validator"}, no=SCHOOL | OVERSEERS, only_post=True),
    "verification:verdict_appeal": thing(
        of("report"), ok={"principal"}, no=OVERSEERS | {"school_operator", "validator"}, post=True
    ),
    "verification:appeal_list": page({"coordinator"}),
    "verification:appeal_decide": thing(
        of("verdict_appeal"), ok={"coordinator"}, no=SCHOOL | OFFICERS | {"auditor", "validator"}, post=True
    ),
}
