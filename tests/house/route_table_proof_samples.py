"""The lines of the table for draws of visits, visits, cases and what looks odd; how to read them: tests/house/route_table.py.

The planned visit is unknown to the school, the one that was made is theirs to read. The auditor sees every case, the coordinator
those of the own ground.
"""

from __future__ import annotations

from dataclasses import replace

from tests.house.route_rules import (
    ALL,
    OFFICERS,
    OVERSEERS,
    SCHOOL,
    Rule,
    Sample,
    cells,
    of,
    page,
    public,
    shared,
    thing,
)

WATCHERS = OVERSEERS | {"validator"}
CLOSERS = frozenset({"coordinator", "auditor"})


def about(name: str) -> Sample:
    return lambda world, line: {"public_id": getattr(world.samples, name).public_id}


def panel(name: str) -> Sample:
    return lambda world, line: {"panel": name}


def of_auditors(rule: Rule) -> Rule:
    """A case: the auditor sees it wherever they are."""
    return replace(rule, elsewhere=dict.fromkeys(ALL, "none") | {"auditor": "ok"})


PROOF_SAMPLES: dict[str, Rule] = {
    "verification:sample_list": public(),
    "verification:sample_detail": public(about("waiting")),
    "verification:sample_lots": public(about("opened")),
    "verification:sample_commit": page({"coordinator"}),
    "verification:sample_hold": replace(
        shared(about("waiting"), {"coordinator"}), cells=cells({"coordinator"}, rest="no")
    ),
    "verification:visit_list": page(OVERSEERS),
    "verification:visit_detail": thing(about("planned"), ok=WATCHERS),
    "verification:visit_take": thing(about("planned"), ok=OFFICERS, no=WATCHERS - OFFICERS, only_post=True),
    "verification:visit_leave": thing(about("planned"), ok=OFFICERS, no=WATCHERS - OFFICERS, only_post=True),
    "verification:visit_record": thing(about("planned"), ok=OFFICERS, no=WATCHERS - OFFICERS),
    "verification:visit_cancel": thing(about("made"), ok={"coordinator"}, no=(WATCHERS | SCHOOL) - {"coordinator"}),
    "verification:case_list": page(CLOSERS),
    "verification:case_detail": of_auditors(thing(about("case"), ok=CLOSERS)),
    "verification:case_close": of_auditors(thing(about("case"), ok=CLOSERS, only_post=True)),
    "verification:report_case": thing(of("report"), ok={"auditor"}, no=(WATCHERS | SCHOOL) - {"auditor"}),
    "verification:oddness_list": page({"auditor"}),
    "verification:oddness_open": page({"auditor"}),
}
PROOF_SAMPLES["verification:oddness_open"] = replace(
    PROOF_SAMPLES["verification:oddness_open"], sample=panel("foto"), methods=("post",)
)
