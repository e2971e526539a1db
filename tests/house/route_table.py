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

from dataclasses import replace

from tests.house.route_rules import (
    ALL,
    EVERYBODY,
    EXCHANGERS,
    GIVERS,
    INVITERS,
    NOT_PRINCIPAL,
    OFFICERS,
    OVERSEERS,
    SCHOOL,
    Rule,
    cells,
    hidden,
    nothing_yet,
    npsn,
    of,
    office,
    own,
    page,
    public,
    shared,
    technical,
    thing,
)
from tests.house.route_table_api import API
from tests.house.route_table_data import DATA
from tests.house.route_table_giving import GIVING
from tests.house.route_table_keys import KEYS
from tests.house.route_table_messages import MESSAGES
from tests.house.route_table_operation import OPERATION
from tests.house.route_table_proof_complaints import PROOF_COMPLAINTS
from tests.house.route_table_proof_custody import PROOF_CUSTODY
from tests.house.route_table_proof_desk import PROOF_DESK
from tests.house.route_table_proof_guardian import PROOF_GUARDIAN
from tests.house.route_table_proof_samples import PROOF_SAMPLES
from tests.house.route_table_proof_use import PROOF_USE
from tests.house.route_table_rights import RIGHTS
from tests.house.route_table_sign_in import SIGN_IN
from tests.house.route_table_timelines import TIMELINES
from tests.house.route_table_trail import TRAIL

__all__ = ["EVERYBODY", "TABLE"]

TABLE: dict[str, Rule] = (
    {
        # --- for everybody ---------------------------------------------------------------------------
        "portal:home": public(),
        "portal:how": public(),
        "portal:privacy": public(),
        "portal:holdings": public(),
        "portal:accessibility": public(),
        "portal:app_manifest": public(),
        "portal:app_worker": public(),
        "portal:no_network": public(),
        "portal:language": public(only_post=True),
        "portal:health": public(),
        "portal:ready": public(),
        "portal:demo_mail": hidden(),
        "schools:school_list": public(),
        "schools:school_detail": public(npsn),
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
        "accounts:office_list": page(EXCHANGERS | {"district_supervisor"}),
        "accounts:office_edit": thing(
            office, ok=EXCHANGERS | {"district_supervisor"}, no={"validator", "auditor"}, post=True
        ),
        "accounts:token_list": page(ALL - {"validator"}, post=True),
        "accounts:token_revoke": thing(of("token"), ok=SCHOOL, only_post=True),
        # --- the platform ----------------------------------------------------------------------------
        "portal:components": technical(),
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
            cells({"coordinator"}, no=ALL - {"coordinator"}), sample=of("criteria"), methods=("get", "post")
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
        # --- proof -----------------------------------------------------------------------------------
        "verification:report_list": page(SCHOOL | OVERSEERS | {"validator"}),
        "verification:report_submit": thing(
            of("done"), ok={"principal"}, no=GIVERS | OVERSEERS | {"validator", "school_operator"}, post=True
        ),
        "verification:report_detail": thing(of("report"), ok=SCHOOL | OVERSEERS | {"validator"}),
        "verification:report_decide": thing(of("report"), ok={"validator"}, no=SCHOOL | OVERSEERS, only_post=True),
        "verification:evidence_photo": thing(
            lambda world, line: {"public_id": line.photo.public_id, "size": "kecil"},
            ok=SCHOOL | OVERSEERS | {"validator"},
        ),
        "verification:draft_photo": thing(
            lambda world, line: {"public_id": line.draft.public_id, "size": "kecil"}, ok={"principal"}
        ),
    }
    | GIVING
    | MESSAGES
    | PROOF_COMPLAINTS
    | PROOF_GUARDIAN
)
TABLE |= PROOF_DESK
TABLE |= PROOF_SAMPLES
TABLE |= PROOF_USE
TABLE |= TRAIL | DATA
TABLE |= OPERATION
TABLE |= RIGHTS
TABLE |= TIMELINES
TABLE |= API
TABLE |= KEYS
TABLE |= SIGN_IN
TABLE |= PROOF_CUSTODY
