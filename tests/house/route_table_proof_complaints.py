"""The lines of the table for complaints; how to read them: tests/house/route_table.py.

The complaint of these lines waits for the kecamatan, so the levels above do not know of it yet; those of the fee are the
auditor's alone and stand in tests/verification/test_complaint_sight.py, one by one.
"""

from __future__ import annotations

from typing import Any

from tests.house.route_rules import OFFICERS, Rule, Sample, page, public, thing
from tests.house.world import Line, World


def about(name: str) -> Sample:
    return lambda world, line: {"public_id": getattr(world.complaints, name).public_id}


def unopened(world: World, line: Line) -> dict[str, Any]:
    """An address that no ticket was typed for: it leads to the form, and says nothing."""
    return {"handle": "belum-dibuka"}


def old(world: World, line: Line) -> dict[str, Any]:
    return {"code": world.complaints.secret.code}


PROOF_COMPLAINTS: dict[str, Rule] = {
    "verification:complaint_write": public(post=True),
    "verification:complaint_find": public(post=True),
    "verification:complaint_figures": public(),
    "verification:complaint_status": public(unopened),
    "verification:complaint_contest": public(unopened, only_post=True),
    "verification:complaint_leave": public(unopened, only_post=True),
    "verification:complaint_old_address": public(old),
    "verification:complaint_list": page(OFFICERS | {"coordinator", "auditor"}),
    "verification:complaint_search": Rule(page(OFFICERS | {"coordinator", "auditor"}).cells, methods=("post",)),
    "verification:complaint_detail": thing(about("plain"), ok={"district_supervisor"}),
    "verification:complaint_take": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_answer": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_close": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_case": thing(about("secret"), ok={"auditor"}, only_post=True),
    "verification:complaint_attachment": thing(about("secret_attachment"), ok={"auditor"}),
}
