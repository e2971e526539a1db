"""The pages open to everybody. Whatever is not on this list asks for a sign-in; `tests/house` holds the list."""

from __future__ import annotations

PUBLIC: frozenset[str] = frozenset(
    {
        "portal:home",
        "portal:how",
        "portal:health",
        "portal:demo_mail",
        "portal:language",
        "portal:privacy",
        "schools:school_list",
        "schools:school_detail",
        "donations:need_list",
        "donations:need_school",
        "donations:need_points",
        "donations:boundaries",
        "donations:certificate_check",
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
