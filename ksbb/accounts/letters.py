"""Which letters the sign-in writes. They leave through the outbox like every other: a page never waits for a mail server,
and the secret in the link is made at the moment of delivery."""

from __future__ import annotations

import uuid

from django.db import transaction

from ksbb.common.after_commit import after_commit
from ksbb.notifications import outbox, tasks
from ksbb.notifications.kinds import NOT_IN_PORTAL

SIGN_IN_CODE = "accounts/sign_in_code"

# allauth's name of a letter → ours; all others tell of a change of the account's security.
LETTERS = {
    "account/email/email_confirmation": "accounts/confirm_address",
    "account/email/email_confirmation_signup": "accounts/confirm_address",
    "account/email/password_reset_key": "accounts/reset_password",
    "account/email/account_already_exists": "accounts/account_exists",
    "account/email/login_code": SIGN_IN_CODE,
}
SECURITY = "accounts/security_changed"
# allauth would tell an address that it has no account; nobody is told.
UNKNOWN = "account/email/unknown_account"

# These carry a link that works once, or repeat what stands there: they are not shown in the portal.
BY_MAIL_ONLY = frozenset({*LETTERS.values(), "accounts/invitation", *NOT_IN_PORTAL})


def as_if_posted() -> None:
    """The work of a letter, and no letter: the time of an answer does not tell whether an address has an account (promise 9)."""
    with transaction.atomic():
        outbox.post(SECURITY, to=[0])
        transaction.set_rollback(True)
    after_commit(tasks.deliver.delay, uuid.uuid4().hex)
