"""The cookie of a browser that is told of news (push): which of the person's devices it is, and nothing else.

The subscription outlives the session in which it was agreed to, so the session cannot say which browser this is. The name is
random; it opens nothing, and shows who signs out, or signs in after somebody else, what is to be ended.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "told"


def _name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def remember(response: HttpResponseBase, device: UUID) -> None:
    days = timedelta(days=settings.PUSH_DAYS)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(_name(), device.hex, max_age=days, httponly=True, samesite="Lax", secure=secure)


def forget(response: HttpResponseBase) -> None:
    response.set_cookie(_name(), "", max_age=0, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def device_of(request: HttpRequest) -> UUID | None:
    """The public id that the cookie names; None without one."""
    try:
        return UUID(hex=request.COOKIES.get(_name(), ""))
    except ValueError:
        return None
