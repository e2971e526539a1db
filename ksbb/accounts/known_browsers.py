"""A browser in which a person has signed in before has tries of its own (promise 12).

Wrong passwords are counted per account and per network address, so that nobody guesses on. Somebody who types wrong passwords for
another's address, or at the same school's connection, would so keep that person out; the person's own browser carries a signed
cookie for this account and is counted apart. The cookie signs nobody in: it only names which counter is meant.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "ksbb.accounts.known_browsers"
COOKIE = "known"
VALID_FOR = timedelta(days=180)


def _mark(login: str) -> str:
    return salted_hmac(SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def remember(response: HttpResponse, login: str) -> None:
    """The password was right here: this browser is known for this account. One at a time is enough."""
    value = signing.dumps([_mark(login), secrets.token_hex(8)], salt=SALT)
    response.set_cookie(
        _name(), value, max_age=VALID_FOR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def counter_of(request: HttpRequest, login: str) -> str:
    """The name of this browser's own counter for the account; empty for a browser that nobody signed in with."""
    try:
        mark, own = signing.loads(request.COOKIES.get(_name(), ""), salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return f"{mark}:{own}" if secrets.compare_digest(mark, _mark(login)) else ""
