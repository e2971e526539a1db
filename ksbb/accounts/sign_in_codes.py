"""Codes by mail instead of a password (promise 10).

The code is six digits made of a random number and this installation's secret. The random number travels with the message, the
digits are worked out when the letter is written: the outbox never holds them.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

DIGITS = 6
SALT = "ksbb.accounts.sign_in_codes"


def new_number() -> str:
    return secrets.token_hex(16)


def code_of(number: str) -> str:
    """Six digits; without SECRET_KEY the number tells nothing of them."""
    return f"{int(salted_hmac(SALT, number, algorithm='sha256').hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


def may_try(state: str) -> bool:
    """One more try at what `state` names; False from the sixth on, however many come at the same moment."""
    key = f"code-tries:{hashlib.sha256(state.encode()).hexdigest()}"
    cache.add(key, 0, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return int(cache.incr(key)) <= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
