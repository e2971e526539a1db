"""The lines of the table for complaints; how to read them: tests/house/route_table.py.

The complaint of these lines waits for the kecamatan, so the levels above do not know of it yet; those of the fee are the
auditor's alone and stand in tests/verification/test_complaint_sight.py, one by one.
"""

from __future__ import annotations

from tests.house.route_rules import OFFICERS, Rule, Sample, page, public, thing


def about(name: str) -> Sample:
    return lambda world, line: {"public_id": getattr(world.complaints, name).public_id}


def ticket(name: str) -> Sample:
    return lambda world, line: {"code": getattr(world.complaints, name).code}


PROOF_COMPLAINTS: dict[str, Rule] = {
    "verification:complaint_write": public(post=True),
    "verification:complaint_find": public(post=True),
    "verification:complaint_figures": public(),
    "verification:complaint_status": public(ticket("secret")),
    "verification:complaint_contest": public(ticket("plain"), only_post=True),
    "verification:complaint_list": page(OFFICERS | {"coordinator", "auditor"}),
    "verification:complaint_detail": thing(about("plain"), ok={"district_supervisor"}),
    "verification:complaint_take": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_answer": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_close": thing(about("plain"), ok={"district_supervisor"}, only_post=True),
    "verification:complaint_attachment": thing(about("secret_attachment"), ok={"auditor"}),
}
