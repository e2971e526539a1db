"""The pages open to everybody. Whatever is not on this list asks for a sign-in; `tests/house` holds the list."""

from __future__ import annotations

PUBLIC: frozenset[str] = frozenset(
    {
        "api:docs",
        "api:schema",
        "portal:home",
        "portal:how",
        "portal:health",
        "portal:demo_mail",
        "portal:language",
        "portal:privacy",
        "schools:school_list",
        "schools:school_detail",
        "recipients:appeal_code",
        "recipients:appeal_write",
        "recipients:appeal_leave",
        "recipients:draw_list",
        "recipients:draw_detail",
        "recipients:draw_tickets",
        "donations:aggregator_list",
        "donations:aggregator_detail",
        "donations:need_list",
        "donations:need_school",
        "donations:need_points",
        "donations:need_area",
        "verification:figures",
        "donations:need_area_sheet",
        "donations:boundaries",
        "donations:certificate_check",
        "donations:device_label",
        "donations:receipt",
        "donations:receipt_find",
        "donations:slip_answer",
        "donations:offline_form",
        "donations:offline_manifest",
        "donations:offline_worker",
        "donations:drop_point_list",
        "verification:complaint_write",
        "verification:complaint_find",
        "verification:complaint_figures",
        "verification:complaint_status",
        "verification:complaint_contest",
        "verification:sample_list",
        "verification:sample_detail",
        "verification:sample_lots",
        "accounts:invitation_accept",
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
    }
)

# The API: no session opens it and none is asked for; a key does (ksbb.accounts.api_tokens), and without one it answers 401.
KEY_ONLY: frozenset[str] = frozenset(
    {"api:import_create", "api:import_detail", "api:import_rows", "api:import_apply", "api:import_refuse"}
)
