"""Who gets what at which address: every route, every role (promises 1 to 5).

A new route needs a line here, or the build fails. The words of a cell:

    ok       the page, or a step onward
    no       sees it but may not: 403
    none     finds nothing: 404
    sign-in  is sent to the sign-in

Nine roles, and three more who come without one: `anonymous`, `newcomer` (signed in, no membership) and `staff` (of the
platform, no membership). A line is made with one of:

    public(…)    everybody: ok
    own(…)       the own account of everybody who is signed in: ok; anonymous: sign-in
    page(ok, …)  a page without an object: the roles `ok`; other roles: no; newcomer and staff: none
    thing(sample, ok, no)
                 a page of one object, which `sample` takes from the world (tests/house/world.py) as the address's arguments:
                 the roles `ok` and `no`; everybody else: none. The same roles in another province find nothing, all of them.
    shared(sample, ok)
                 one object that is the same for everybody with the role, wherever they are
    technical(…) the technical site: staff: ok; others: none

`post=True`: POST is asked too and gives the same answer. `only_post=True`: only POST.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from tests.house.world import ROLES, Line, World

WITHOUT_ROLE = ("newcomer", "staff")
EVERYBODY = ("anonymous", *WITHOUT_ROLE, *ROLES)

ALL = frozenset(ROLES)
SCHOOL = frozenset({"principal", "school_operator"})
GIVERS = frozenset({"donor", "aggregator"})
OFFICERS = frozenset({"city_supervisor", "district_supervisor"})
# Who sees the school's people and leaves to the principal what cannot be undone.
NOT_PRINCIPAL = OFFICERS | {"school_operator"}
OVERSEERS = OFFICERS | {"coordinator", "auditor"}
EXCHANGERS = frozenset({"coordinator", "city_supervisor"})
INVITERS = frozenset({"coordinator", "city_supervisor", "principal", "donor", "aggregator"})

Sample = Callable[[World, Line], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """One line of the table. `elsewhere` is what the same roles in another province get, where there is an object."""

    cells: dict[str, str]
    elsewhere: dict[str, str] | None = None
    sample: Sample | None = None
    methods: tuple[str, ...] = ("get",)
    fields: dict[str, str] = field(default_factory=dict)


def _methods(post: bool, only_post: bool) -> tuple[str, ...]:
    return ("post",) if only_post else ("get", "post") if post else ("get",)


def _cells(ok: Iterable[str], no: Iterable[str] = (), rest: str = "none") -> dict[str, str]:
    cells = dict.fromkeys(EVERYBODY, "none") | dict.fromkeys(ROLES, rest) | {"anonymous": "sign-in"}
    return cells | dict.fromkeys(ok, "ok") | dict.fromkeys(no, "no")


def public(sample: Sample | None = None, **how: bool) -> Rule:
    return Rule(
        dict.fromkeys(EVERYBODY, "ok"),
        sample=sample,
        methods=_methods(how.get("post", False), how.get("only_post", False)),
    )


def hidden(sample: Sample | None = None) -> Rule:
    """On the public list, and nothing to find as the tests are set up."""
    return Rule(dict.fromkeys(EVERYBODY, "none"), sample=sample)


def own(**how: bool) -> Rule:
    cells = dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}
    return Rule(cells, methods=_methods(how.get("post", False), how.get("only_post", False)))


def page(ok: Iterable[str], *, none: Iterable[str] = (), post: bool = False) -> Rule:
    return Rule(_cells(ok, rest="no") | dict.fromkeys(none, "none"), methods=_methods(post, False))


def thing(
    sample: Sample, ok: Iterable[str], no: Iterable[str] = (), *, post: bool = False, only_post: bool = False
) -> Rule:
    return Rule(
        _cells(ok, no), elsewhere=dict.fromkeys(ROLES, "none"), sample=sample, methods=_methods(post, only_post)
    )


def shared(sample: Sample, ok: Iterable[str], **how: bool) -> Rule:
    return Rule(_cells(ok), sample=sample, methods=_methods(how.get("post", False), False))


def watched(sample: Sample, ok: Iterable[str], no: Iterable[str] = (), *, post: bool = False) -> Rule:
    """A thing of an aggregator: the coordinator and the auditor see it wherever they are."""
    cells = _cells(ok, no)
    elsewhere = dict.fromkeys(ROLES, "none") | {role: cells[role] for role in ("coordinator", "auditor")}
    return Rule(cells, elsewhere=elsewhere, sample=sample, methods=_methods(post, False))


def key_only(**how: bool) -> Rule:
    """The API: a session opens nothing of it, a key does (tests/recipients/test_api.py)."""
    return Rule(dict.fromkeys(EVERYBODY, "401"), sample=of("run"), methods=_methods(False, how.get("only_post", False)))


def nothing_yet() -> Rule:
    """A page of the own account about something that a new account does not have."""
    return Rule(dict.fromkeys(EVERYBODY, "none") | {"anonymous": "sign-in"})


def technical(sample: Sample | None = None) -> Rule:
    return Rule(_cells(("staff",)), sample=sample)


def of(name: str) -> Sample:
    """`public_id` of a thing in the line of who asks, or else of the world."""
    return lambda world, line: {"public_id": getattr(line if hasattr(line, name) else world, name).public_id}


def book(name: str) -> Sample:
    """`public_id` of a thing of the world's aggregator."""
    return lambda world, line: {"public_id": getattr(world.books, name).public_id}


def matched(world: World, line: Line) -> dict[str, Any]:
    return {"public_id": world.matching.public_id, "line": world.matching.lines.all()[0].public_id}


def npsn(world: World, line: Line) -> dict[str, Any]:
    return {"npsn": world.school.npsn}


TABLE: dict[str, Rule] = {
    # --- for everybody ---------------------------------------------------------------------------
    "portal:home": public(),
    "portal:how": public(),
    "portal:privacy": public(),
    "portal:language": public(only_post=True),
    "portal:health": public(),
    "portal:demo_mail": hidden(),
    "schools:school_list": public(),
    "schools:school_detail": public(npsn),
    "donations:need_list": public(),
    "donations:need_points": public(),
    "donations:boundaries": public(lambda world, line: {"level": "city"}),
    "donations:need_school": public(npsn),
    "donations:need_area": public(lambda world, line: {"code": world.school.region[:8]}),
    "donations:need_area_sheet": public(lambda world, line: {"code": world.school.region[:8]}),
    "donations:certificate_check": public(lambda world, line: {"code": line.paper.code}),
    "donations:receipt_find": public(),
    "donations:drop_point_list": public(),
    "donations:receipt": public(lambda world, line: {"code": line.pledge.receipt_code}),
    "recipients:appeal_code": public(post=True),
    "recipients:appeal_write": public(post=True),
    "recipients:appeal_leave": public(only_post=True),
    "recipients:draw_list": public(),
    "recipients:draw_detail": public(of("draw")),
    "recipients:draw_tickets": public(of("drawn")),
    "accounts:invitation_accept": public(lambda world, line: {"token": world.invitation}, post=True),
    # --- signing in ------------------------------------------------------------------------------
    "account_login": public(),
    "account_signup": public(),
    "account_logout": public(),
    "account_inactive": public(),
    "account_email_verification_sent": public(),
    "account_confirm_email": public(lambda world, line: {"key": "x"}),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(lambda world, line: {"uidb36": "1", "key": "x"}),
    "account_reset_password_from_key_done": public(),
    "mfa_authenticate": Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}),
    # --- the own account -------------------------------------------------------------------------
    "account_change_password": own(post=True),
    "account_reauthenticate": own(post=True),
    "mfa_index": own(),
    "mfa_reauthenticate": own(),
    "mfa_activate_totp": own(),
    "mfa_generate_recovery_codes": own(),
    "mfa_deactivate_totp": nothing_yet(),
    "mfa_view_recovery_codes": nothing_yet(),
    "mfa_download_recovery_codes": nothing_yet(),
    "portal:dashboard": own(),
    "portal:inbox": own(),
    "accounts:membership_choose": own(),
    # --- members ---------------------------------------------------------------------------------
    "accounts:member_list": page(INVITERS),
    "accounts:member_invite": page(INVITERS, post=True),
    "accounts:member_end": thing(
        of("colleague"), ok={"principal"}, no={"coordinator", "city_supervisor", "school_operator"}, post=True
    ),
    "accounts:token_list": page(SCHOOL, post=True),
    "accounts:token_revoke": thing(of("token"), ok=SCHOOL, only_post=True),
    # --- other systems ---------------------------------------------------------------------------
    "api:docs": public(),
    "api:schema": public(),
    "api:import_create": replace(key_only(only_post=True), sample=None),
    **dict.fromkeys(["api:import_detail", "api:import_rows"], key_only()),
    **dict.fromkeys(["api:import_apply", "api:import_refuse"], key_only(only_post=True)),
    # --- the platform ----------------------------------------------------------------------------
    "portal:components": technical(),
    "audit:event_list": page({"coordinator", "auditor"}),
    # --- the register ----------------------------------------------------------------------------
    "recipients:recipient_list": page(SCHOOL | OFFICERS, post=True),
    "recipients:recipient_register": page(SCHOOL, post=True),
    "recipients:recipient_export": page(SCHOOL, post=True),
    "recipients:notice": page(SCHOOL, post=True),
    "recipients:ticklist": page(SCHOOL, post=True),
    "recipients:import_upload": page(SCHOOL, post=True),
    "recipients:import_template": replace(page(SCHOOL), sample=lambda world, line: {"kind": "murid"}),
    "recipients:import_detail": thing(of("run"), ok=SCHOOL | OFFICERS),
    "recipients:import_apply": thing(of("run"), ok=SCHOOL, no=OFFICERS, post=True),
    "recipients:import_answer": thing(of("run"), ok=SCHOOL, no=OFFICERS, only_post=True),
    "recipients:import_departures": thing(of("run"), ok={"principal"}, no=NOT_PRINCIPAL, only_post=True),
    "recipients:import_repairs": thing(of("run"), ok=SCHOOL, no=OFFICERS),
    "recipients:import_withdraw": thing(of("run"), ok={"principal"}, no=NOT_PRINCIPAL, post=True),
    "recipients:import_refuse": thing(of("run"), ok=SCHOOL, no=OFFICERS, only_post=True),
    "recipients:recipient_detail": thing(of("recipient"), ok=SCHOOL | OFFICERS),
    "recipients:recipient_withdraw": thing(of("recipient"), ok={"principal"}, no=NOT_PRINCIPAL, post=True),
    "recipients:recipient_consent": thing(of("recipient"), ok=SCHOOL, no=OFFICERS, post=True),
    "recipients:consent_withdraw": thing(of("recipient"), ok=SCHOOL, no=OFFICERS, post=True),
    "recipients:recipient_erase": thing(of("recipient"), ok={"principal"}, no=NOT_PRINCIPAL, post=True),
    "recipients:identity_unmask": thing(of("recipient"), ok={"principal"}, no=NOT_PRINCIPAL, only_post=True),
    "recipients:school_admit": thing(
        npsn, ok={"coordinator"}, no=SCHOOL | OFFICERS | {"validator", "auditor"}, post=True
    ),
    "recipients:recipient_rank": thing(of("recipient"), ok=SCHOOL | OFFICERS),
    "recipients:rank_letter": thing(of("recipient"), ok=SCHOOL, no=OFFICERS, only_post=True),
    "recipients:rank_letters": page(SCHOOL, post=True),
    "recipients:appeal_file": thing(of("recipient"), ok=SCHOOL, no=OFFICERS, post=True),
    "recipients:appeal_list": page(SCHOOL | OFFICERS),
    "recipients:appeal_detail": thing(of("appeal"), ok=SCHOOL | OFFICERS),
    "recipients:appeal_decide": thing(
        of("appeal"), ok={"city_supervisor"}, no=SCHOOL | {"district_supervisor"}, post=True
    ),
    "recipients:draw_commit": page({"coordinator"}, post=True),
    "recipients:draw_hold": replace(page({"coordinator"}, post=True), sample=of("draw")),
    "recipients:census": page(OVERSEERS),
    "recipients:census_file": page(OVERSEERS),
    "recipients:case_list": page({"city_supervisor"}),
    "recipients:case_detail": thing(of("case"), ok={"city_supervisor"}),
    "recipients:case_decide": thing(of("case"), ok={"city_supervisor"}, only_post=True),
    "recipients:check_list": page(EXCHANGERS),
    "recipients:check_create": page(EXCHANGERS, post=True),
    "recipients:check_detail": thing(of("batch"), ok=EXCHANGERS),
    "recipients:check_download": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:check_cancel": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:check_ask": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:check_answer": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:answer_apply": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:answer_refuse": thing(of("batch"), ok=EXCHANGERS, only_post=True),
    "recipients:fact_list": page(SCHOOL | OFFICERS),
    "recipients:fact_review": thing(of("recipient"), ok=SCHOOL, no=OFFICERS, only_post=True),
    "recipients:criteria_list": page(ALL),
    "recipients:criteria_detail": shared(of("criteria"), ok=ALL),
    "recipients:criteria_draft": Rule(
        _cells({"coordinator"}, no=ALL - {"coordinator"}), sample=of("criteria"), methods=("get", "post")
    ),
    "recipients:criteria_edit": shared(of("draft_criteria"), ok={"coordinator"}, post=True),
    "recipients:clause_edit": shared(of("draft_criteria"), ok={"coordinator"}, post=True),
    "recipients:criteria_drop": shared(of("draft_criteria"), ok={"coordinator"}, post=True),
    "recipients:criteria_propose": shared(of("draft_criteria"), ok={"coordinator"}, post=True),
    "recipients:criteria_effect": shared(of("draft_criteria"), ok={"coordinator"}),
    "recipients:criteria_effect_schools": shared(of("draft_criteria"), ok={"coordinator"}),
    "recipients:criteria_effect_people": shared(of("draft_criteria"), ok={"coordinator"}),
    "recipients:criteria_send_back": shared(of("proposed_criteria"), ok={"coordinator"}, post=True),
    "recipients:criteria_publish": shared(of("proposed_criteria"), ok={"coordinator"}, post=True),
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
    "donations:basket_commit": Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}, methods=("post",)),
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
        Rule(_cells({"coordinator"}, no={"auditor"}), sample=of("weights"), methods=("post",)),
    ),
    **dict.fromkeys(
        ["donations:weights_edit", "donations:weights_publish", "donations:weights_send_back"],
        Rule(_cells({"coordinator"}, no={"auditor"}), sample=of("weights"), methods=("get", "post")),
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
        ["donations:allowance_list", "donations:allowance_upload", "donations:allowance_template"],
        page({"coordinator"}),
    ),
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
    "donations:hand_over": thing(
        of("issued"), ok={"principal"}, no=GIVERS | OVERSEERS | {"validator", "school_operator"}, post=True
    ),
    "donations:handover_cancel": thing(
        of("planned"), ok=GIVERS | {"principal"}, no=OVERSEERS | {"validator", "school_operator"}, post=True
    ),
    # --- proof -----------------------------------------------------------------------------------
    "verification:report_list": page(SCHOOL | OVERSEERS | {"validator"}),
    "verification:report_submit": thing(
        of("done"), ok={"principal"}, no=GIVERS | OVERSEERS | {"validator", "school_operator"}, post=True
    ),
    "verification:report_detail": thing(of("report"), ok=SCHOOL | OVERSEERS | {"validator"}),
    "verification:report_decide": thing(of("report"), ok={"validator"}, no=SCHOOL | OVERSEERS, only_post=True),
    "verification:evidence_photo": thing(
        lambda world, line: {"public_id": line.photo.public_id, "size": "kecil"}, ok=SCHOOL | OVERSEERS | {"validator"}
    ),
    "verification:draft_photo": thing(
        lambda world, line: {"public_id": line.draft.public_id, "size": "kecil"}, ok={"principal"}
    ),
}
