"""The lines of the table for afterwards: use rounds, cases of devices, instruments. How to read them: route_table.py.

The photo of these lines belongs to answers that are not sent yet, so no office sees it (tests/verification/test_use_pages.py).
"""

from __future__ import annotations

from tests.house.route_rules import OVERSEERS, SCHOOL, Rule, Sample, cells, page, shared, thing

WATCH = SCHOOL | OVERSEERS


def use(name: str) -> Sample:
    return lambda world, line: {"public_id": getattr(world.use, name).public_id}


PROOF_USE: dict[str, Rule] = {
    "verification:use_list": page(WATCH),
    "verification:use_answer": page({"principal"}, post=True),
    "verification:use_detail": thing(use("round"), ok=WATCH),
    "verification:use_gift": thing(use("pledge"), ok={"donor"} | WATCH),
    "verification:use_photo": thing(
        lambda world, line: {"public_id": world.use.photo.public_id, "size": "kecil"}, ok=SCHOOL
    ),
    "verification:instrument_list": page(WATCH | {"validator"}),
    "verification:instrument_detail": shared(use("instrument"), ok=WATCH | {"validator"}),
    "verification:instrument_draft": Rule(
        cells({"coordinator"}, no=(WATCH | {"validator"}) - {"coordinator"}),
        sample=use("instrument"),
        methods=("post",),
    ),
    "verification:instrument_edit": shared(use("draft"), ok={"coordinator"}, post=True),
    "verification:instrument_publish": shared(use("draft"), ok={"coordinator"}, post=True),
    "verification:readiness_answer": page({"principal"}, post=True),
    "verification:device_case_list": page(WATCH),
    "verification:device_case_choose": page(SCHOOL),
    "verification:device_case_tell": thing(use("device"), ok=SCHOOL, no=OVERSEERS | {"donor", "validator"}, post=True),
    "verification:device_case_detail": thing(use("case"), ok=WATCH),
    "verification:device_case_decide": thing(
        use("case"), ok={"city_supervisor"}, no=WATCH - {"city_supervisor"}, post=True
    ),
}
