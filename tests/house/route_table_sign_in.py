"""The table of routes, continued: other ways in, the own sessions, passkeys (see tests/house/route_table.py)."""

from __future__ import annotations

from tests.house.route_rules import ALL, EVERYBODY, Rule, cells, nothing_yet, of, own, page, public, thing

# Who is on the way in stands between the password and the second step; everybody else is sent on.
ON_THE_WAY = Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"})

# No account of the world has a passkey, and nobody ends another's session (tests/accounts/test_sessions.py).
MISSING = nothing_yet()

SIGN_IN: dict[str, Rule] = {
    "account_request_login_code": public(),
    "account_confirm_login_code": ON_THE_WAY,
    "mfa_login_webauthn": ON_THE_WAY,
    "mfa_list_webauthn": own(),
    "mfa_add_webauthn": own(),
    "mfa_reauthenticate_webauthn": own(),
    "mfa_remove_webauthn": Rule(own().cells, sample=lambda world, line: {"pk": 0}),
    "mfa_edit_webauthn": Rule(own().cells, sample=lambda world, line: {"pk": 0}),
    # A person without a second factor: the page says so, to those who could open a reset.
    "accounts:member_factor": thing(
        of("colleague"), ok={"principal"}, no={"coordinator", "city_supervisor", "school_operator"}, post=True
    ),
    "accounts:support_begin": thing(
        of("colleague"),
        ok={"city_supervisor"},
        no={"principal", "school_operator", "coordinator"},
        post=True,
    ),
    # Turned off, as it is by default: everybody is led to the other doors (tests/accounts/test_google.py).
    "account_google": Rule(own().cells, methods=("post",)),
    "account_google_return": Rule(dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}),
    "account_google_connect": own(only_post=True),
    "account_google_disconnect": own(only_post=True),
    "accounts:support_end": Rule(cells(ALL), methods=("post",)),
    "portal:welcome": page(ALL),
    "accounts:factor_needed": own(),
    "accounts:session_list": own(),
    "accounts:session_end_others": own(only_post=True),
    "accounts:session_end": Rule(
        MISSING.cells, sample=lambda world, line: {"public_id": world.school.public_id}, methods=("post",)
    ),
}
