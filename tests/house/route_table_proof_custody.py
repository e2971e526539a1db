"""The lines of the table for devices in custody; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from tests.house.route_rules import GIVERS, OFFICERS, OVERSEERS, SCHOOL, Rule, Sample, of, page, public, thing


def kept(name: str) -> Sample:
    return lambda world, line: {"public_id": getattr(world.custody, name).public_id}


KEEPERS = frozenset({"coordinator", "auditor"})
# Who sees the device and does not keep it; it came from the donor.
OTHERS = OVERSEERS | {"validator", "donor"}
GIVER = frozenset({"donor"})
NOT_COUNTING = frozenset({"coordinator", "auditor", "validator"})

PROOF_CUSTODY: dict[str, Rule] = {
    "donations:wanted_list": page(KEEPERS),
    "donations:wanted_add": page(KEEPERS, post=True),
    "donations:wanted_detail": thing(kept("wanted"), ok=KEEPERS),
    "donations:wanted_lift": thing(kept("wanted"), ok=KEEPERS, post=True),
    "donations:device_label": public(lambda world, line: {"code": world.custody.label}),
    "donations:handover_labels": thing(of("done"), ok=SCHOOL | GIVERS, no=OVERSEERS | {"validator"}),
    "donations:school_devices": page(SCHOOL),
    "donations:school_labels": page(SCHOOL),
    "donations:school_inventory": page(SCHOOL),
    "donations:device_inventory": thing(kept("device"), ok=SCHOOL, no=OTHERS, post=True),
    "donations:device_find": thing(kept("device"), ok=GIVER, no=OVERSEERS | SCHOOL | {"validator"}, post=True),
    "donations:device_put_back": thing(kept("device"), ok=SCHOOL, no=OTHERS, only_post=True),
    "donations:loan_list": page(SCHOOL | OFFICERS),
    "donations:loan_print": page(SCHOOL | OFFICERS),
    "donations:loan_lend": page(SCHOOL, post=True),
    "donations:loan_detail": thing(kept("loan"), ok=SCHOOL | OFFICERS),
    "donations:loan_end": thing(kept("loan"), ok=SCHOOL, no=OFFICERS, post=True),
    "donations:loan_pass_on": thing(kept("loan"), ok=SCHOOL, no=OFFICERS, post=True),
    "donations:stocktake_list": page(SCHOOL | OFFICERS, post=True),
    "donations:stocktake_detail": thing(kept("take"), ok=SCHOOL | OVERSEERS | {"validator"}),
    "donations:stocktake_see": thing(kept("take"), ok=SCHOOL | OFFICERS, no=NOT_COUNTING, only_post=True),
    "donations:stocktake_tick": thing(kept("take"), ok=SCHOOL | OFFICERS, no=NOT_COUNTING, only_post=True),
    "donations:stocktake_end": thing(kept("take"), ok=SCHOOL | OFFICERS, no=NOT_COUNTING, post=True),
}
