"""The lines of the table for finding, giving and matching; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from tests.house.route_rules import (
    ALL,
    EVERYBODY,
    GIVERS,
    OFFICERS,
    OVERSEERS,
    SCHOOL,
    Rule,
    book,
    cells,
    matched,
    npsn,
    of,
    own,
    page,
    public,
    shared,
    thing,
    watched,
)
from tests.house.route_table_proof_handover import PROOF_HANDOVER

GIVING: dict[str, Rule] = {
    "donations:need_list": public(),
    "donations:need_points": public(),
    "donations:boundaries": public(lambda world, line: {"level": "city"}),
    "donations:need_school": public(npsn),
    "verification:figures": public(),
    "donations:need_area": public(lambda world, line: {"code": world.school.region[:8]}),
    "donations:need_area_sheet": public(lambda world, line: {"code": world.school.region[:8]}),
    "donations:certificate_check": public(lambda world, line: {"code": line.paper.code}),
    "donations:receipt_find": public(),
    "donations:drop_point_list": public(),
    "donations:receipt": public(lambda world, line: {"code": line.pledge.receipt_code}),
    # --- giving ----------------------------------------------------------------------------------
    "donations:search_list": own(),
    "donations:search_save": own(post=True),
    "donations:search_open": thing(of("search"), ok={"donor"}),
    "donations:search_tell": thing(of("search"), ok={"donor"}, only_post=True),
    "donations:search_delete": thing(of("search"), ok={"donor"}, post=True),
    "donations:donor_register": own(post=True),
    "donations:pledge_create": Rule(
        dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}, sample=npsn, methods=("get", "post")
    ),
    **dict.fromkeys(
        ["donations:basket_target", "donations:basket_drop"],
        Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}, methods=("get", "post")),
    ),
    "donations:basket_detail": Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}),
    "donations:basket_add": Rule(
        dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}, sample=npsn, methods=("get", "post")
    ),
    "donations:basket_step": Rule(
        dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"},
        sample=lambda world, line: {"step": "jadwal"},
        methods=("get", "post"),
    ),
    "donations:basket_commit": Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}, methods=("get", "post")),
    "donations:basket_hold": replace(page(GIVERS, none=ALL - GIVERS), methods=("post",)),
    "donations:basket_item": thing(lambda world, line: {"item": line.item.pk}, ok=GIVERS, post=True),
    "donations:basket_photo": thing(lambda world, line: {"item": line.item.pk}, ok=GIVERS),
    "donations:basket_done": thing(of("basket"), ok=GIVERS),
    "donations:pledge_edit": thing(of("pledge"), ok=GIVERS, no=SCHOOL | OVERSEERS, post=True),
    "donations:pledge_split": thing(of("pledge"), ok=GIVERS, no=SCHOOL | OVERSEERS, post=True),
    "donations:pledge_accept": thing(
        of("pledge"), ok={"principal"}, no=GIVERS | OVERSEERS | {"school_operator"}, post=True
    ),
    "donations:line_photo": thing(
        lambda world, line: {"public_id": line.shown.pledge.public_id, "line": line.shown.pk}, ok=ALL - {"validator"}
    ),
    "donations:wish_detail": thing(of("wish"), ok=GIVERS | {"coordinator", "auditor"} | OFFICERS),
    "donations:wish_withdraw": thing(of("wish"), ok=GIVERS, no={"coordinator", "auditor"} | OFFICERS, post=True),
    # --- matching --------------------------------------------------------------------------------
    "donations:matching_list": page({"coordinator", "auditor"}),
    "donations:matching_new": page({"coordinator"}, post=True),
    **dict.fromkeys(
        ["donations:matching_detail", "donations:matching_sheet"],
        thing(of("matching"), ok={"coordinator", "auditor"}),
    ),
    **dict.fromkeys(
        ["donations:matching_confirm", "donations:matching_drop"],
        thing(of("matching"), ok={"coordinator"}, no={"auditor"}, post=True),
    ),
    "donations:matching_recompute": thing(of("matching"), ok={"coordinator"}, no={"auditor"}, only_post=True),
    "donations:matching_line": thing(matched, ok={"coordinator", "auditor"}),
    "donations:matching_line_move": thing(matched, ok={"coordinator"}, no={"auditor"}, post=True),
    "donations:weights_list": page({"coordinator", "auditor"}),
    "donations:weights_detail": shared(of("weights"), ok={"coordinator", "auditor"}),
    **dict.fromkeys(
        ["donations:weights_draft", "donations:weights_propose"],
        Rule(cells({"coordinator"}, no={"auditor"}), sample=of("weights"), methods=("post",)),
    ),
    **dict.fromkeys(
        ["donations:weights_edit", "donations:weights_publish", "donations:weights_send_back"],
        Rule(cells({"coordinator"}, no={"auditor"}), sample=of("weights"), methods=("get", "post")),
    ),
    # --- aggregators, titipan, books -------------------------------------------------------------
    "donations:aggregator_list": public(),
    "donations:aggregator_detail": public(book("aggregator")),
    "donations:aggregator_desk": page({"coordinator", "auditor"}),
    "donations:aggregator_register": page({"coordinator"}, post=True),
    "donations:aggregator_manage": watched(book("aggregator"), ok={"coordinator", "auditor", "aggregator"}),
    **dict.fromkeys(
        ["donations:aggregator_edit", "donations:licence_add"],
        watched(book("aggregator"), ok={"coordinator"}, no={"auditor", "aggregator"}, post=True),
    ),
    "donations:licence_move": watched(book("licence"), ok={"coordinator"}, no={"auditor", "aggregator"}, post=True),
    "donations:licence_file": watched(book("licence"), ok={"coordinator", "auditor", "aggregator"}),
    "donations:consignment_list": page(GIVERS | {"coordinator", "auditor"}),
    "donations:consignment_detail": watched(book("consignment"), ok=GIVERS | {"coordinator", "auditor"}),
    **dict.fromkeys(
        ["donations:consignment_receive", "donations:consignment_decline"],
        watched(book("consignment"), ok={"aggregator"}, no={"donor", "coordinator", "auditor"}, post=True),
    ),
    "donations:consignment_withdraw": watched(
        book("consignment"), ok={"donor"}, no={"aggregator", "coordinator", "auditor"}, post=True
    ),
    # What an aggregator wrote down as somebody's gift is for that giver; the books are for the others.
    "donations:direct_gift": thing(book("gift"), ok={"donor"}),
    "donations:ledger_list": page({"aggregator", "coordinator", "auditor"}),
    # Who reads all books names the one that is wanted.
    "donations:ledger_export": replace(
        page({"aggregator"}, none={"coordinator", "auditor"}), sample=lambda world, line: {"form": "csv"}
    ),
    "donations:ledger_record": replace(
        page({"aggregator"}, post=True), sample=lambda world, line: {"kind": "money_in"}
    ),
    "donations:ledger_reverse": watched(book("entry"), ok={"aggregator"}, no={"coordinator", "auditor"}, post=True),
    "donations:ledger_proof": watched(book("entry"), ok={"aggregator", "coordinator", "auditor"}),
    "donations:lot_place": watched(book("lot"), ok={"aggregator"}, no={"coordinator", "auditor"}, post=True),
    "donations:pledge_list": page(ALL - {"validator"}),
    **dict.fromkeys(
        ["donations:allowance_upload", "donations:allowance_template"],
        page({"coordinator"}),
    ),
    "donations:allowance_list": page({"coordinator", "auditor"}),
    # A file of caps is the office's own: even another coordinator finds nothing.
    **dict.fromkeys(
        ["donations:allowance_file", "donations:allowance_answer"], thing(of("allowances"), ok={"coordinator"})
    ),
    "donations:allowance_apply": thing(of("allowances"), ok={"coordinator"}, only_post=True),
    "donations:allowance_detail": thing(npsn, ok=ALL - GIVERS - {"validator"}, no={"validator"}),
    "donations:donor_profile": page(GIVERS, post=True),
    "donations:giving_summary": page(GIVERS),
    "donations:giving_summary_download": replace(
        page(GIVERS), sample=lambda world, line: {"year": timezone.localdate().year}
    ),
    "donations:thanks_download": thing(
        lambda world, line: {"public_id": line.done.pledge.public_id}, ok=GIVERS, no=SCHOOL | OVERSEERS
    ),
    "donations:pledge_detail": thing(of("pledge"), ok=ALL - {"validator"}),
    "donations:pledge_withdraw": thing(of("pledge"), ok=GIVERS, no=SCHOOL | OVERSEERS, post=True),
    "donations:handover_schedule": thing(
        of("pledge"), ok=GIVERS | {"principal"}, no=OVERSEERS | {"school_operator"}, post=True
    ),
    "donations:handover_list": page(ALL),
    "donations:handover_detail": thing(of("planned"), ok=ALL),
    **dict.fromkeys(
        ["donations:stock_list", "donations:stock_upload", "donations:stock_template", "donations:stock_promise"],
        page(GIVERS),
    ),
    "donations:stock_add": page(GIVERS, post=True),
    # A file of devices is the own organisation's: another giver finds nothing.
    "donations:stock_file": thing(of("stock_run"), ok=GIVERS),
    "donations:stock_answer": thing(of("stock_run"), ok=GIVERS),
    "donations:stock_apply": thing(of("stock_run"), ok=GIVERS, only_post=True),
    "donations:stock_refuse": thing(of("stock_run"), ok=GIVERS, only_post=True),
    "donations:stock_withdraw": thing(of("stock_run"), ok=GIVERS, post=True),
    "donations:stock_device": thing(of("given_device"), ok=ALL),
    "donations:stock_edit": thing(of("kept"), ok=GIVERS, post=True),
    "donations:stock_remove": thing(of("kept"), ok=GIVERS, post=True),
    "donations:stock_return": thing(of("given_device"), ok=GIVERS, no=ALL - GIVERS, only_post=True),
    "donations:device_inspect": thing(of("given_device"), ok=GIVERS | SCHOOL, no=ALL - GIVERS - SCHOOL, post=True),
    "donations:intake_photo": thing(of("intake"), ok=ALL),
    "donations:pledge_devices": thing(of("pledge"), ok=ALL - {"validator"}),
    "donations:pledge_take": thing(of("pledge"), ok=GIVERS, no=SCHOOL | OVERSEERS, only_post=True),
    "donations:pledge_device": thing(
        lambda world, line: {
            "public_id": line.used_unit.line.pledge.public_id,
            "allocation": line.used_unit.public_id,
        },
        ok=GIVERS | SCHOOL,
        no=OVERSEERS,
        post=True,
    ),
    "donations:drop_point_manage": page({"coordinator", "aggregator"}),
    "donations:drop_point_add": page({"coordinator", "aggregator"}, post=True),
    "donations:drop_point_edit": thing(of("drop_point"), ok={"coordinator"}, post=True),
    "donations:device_record": thing(
        lambda world, line: {"public_id": line.planned.public_id, "allocation": line.unit.public_id},
        ok=GIVERS | SCHOOL,
        no=OVERSEERS,
        post=True,
    ),
    "donations:certificate_issue": thing(of("planned"), ok=SCHOOL, no=GIVERS | OVERSEERS | {"validator"}, post=True),
    "donations:certificate_void": thing(
        of("issued"), ok={"principal"}, no=GIVERS | OVERSEERS | {"validator", "school_operator"}, post=True
    ),
    "donations:certificate_download": thing(of("paper"), ok=ALL),
    "donations:handover_cancel": thing(
        of("planned"), ok=GIVERS | {"principal"}, no=OVERSEERS | {"validator", "school_operator"}, post=True
    ),
} | PROOF_HANDOVER
