"""Second factors for the tests."""

from __future__ import annotations

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from ksbb.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_totp(user: User) -> User:
    """The person has the app with SECRET on the telephone, and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code_now(step: int = 0) -> str:
    """What the app shows; `step` 30-second steps later (one is tolerated)."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def recovery_code(user: User) -> str:
    return str(RecoveryCodes.activate(user).get_unused_codes()[0])
