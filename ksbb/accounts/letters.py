"""Which letters the sign-in writes. They leave through the outbox like every other: a page never waits for a mail server,
and the secret in the link is made at the moment of delivery."""

from __future__ import annotations

# allauth's name of a letter → ours; all others tell of a change of the account's security.
LETTERS = {
    "account/email/email_confirmation": "accounts/confirm_address",
    "account/email/email_confirmation_signup": "accounts/confirm_address",
    "account/email/password_reset_key": "accounts/reset_password",
    "account/email/account_already_exists": "accounts/account_exists",
}
SECURITY = "accounts/security_changed"

# These carry a link that works once: they go to the mailbox and are not shown in the portal.
BY_MAIL_ONLY = frozenset({*LETTERS.values(), "accounts/invitation"})
