"""Public pages are kept for some seconds, so that many visitors at once cost what one costs.

The first middleware of all: a kept page is answered before a session, a language or a database is asked for. Only what a
view itself calls public (`public_page`) is kept, only the answer to somebody without a session, and only while nothing in
it belongs to one reader: no cookie is set (a form's token sets one), no message waits. Who is signed in is never answered
from here, so a donor sees the new number at once. Body and headers are kept together: a page that uses a nonce keeps its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from ksbb.common.replica import COOKIE

GetResponse = Callable[[HttpRequest], HttpResponse]
Asked = ParamSpec("Asked")
AnyRequest = TypeVar("AnyRequest", bound=HttpRequest)

VARY = ("Cookie", "Accept-Language", "HX-Request")
# Cookies of those to whom something must be said, and of those who have just written something.
OF_ONE_READER = ("messages", COOKIE)
# Nobody asks for more in earnest; a flood of invented addresses stays small.
LONGEST_ADDRESS, LARGEST_BODY = 600, 400_000
_MARK = "_is_public"


def public_page(
    view: Callable[Concatenate[AnyRequest, Asked], HttpResponse],
) -> Callable[Concatenate[AnyRequest, Asked], HttpResponse]:
    """The view's answer is the same for every visitor and may be kept for `settings.PAGE_CACHE_SECONDS`."""

    @wraps(view)
    def marked(request: AnyRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        return keepable(view(request, *args, **kwargs))

    return marked


def keepable(response: HttpResponse) -> HttpResponse:
    """Mark this one answer as public; for a view that knows better than its address."""
    setattr(response, _MARK, True)
    patch_vary_headers(response, VARY)
    return response


class PageCacheMiddleware:
    """Answers visitors from what was kept, and keeps what may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not _is_anybody(request):
            return self.get_response(request)
        key = _key(request)
        kept = caches["pages"].get(key)
        if kept is not None:
            return _answer(*kept)
        response = self.get_response(request)
        if _may_be_kept(response):
            found = (response.content, response.status_code, dict(response.items()))
            caches["pages"].set(key, found, settings.PAGE_CACHE_SECONDS)
        return response


def _is_anybody(request: HttpRequest) -> bool:
    """A reader of whom nothing is known but the language."""
    if request.method != "GET" or len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        return False
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME not in cookies and not any(name in cookies for name in OF_ONE_READER)


def _key(request: HttpRequest) -> str:
    """Everything the answer depends on. The host too: an address of another host is refused further in, and never kept."""
    asked = (
        request.scheme,
        request.META.get("HTTP_HOST", ""),
        request.META.get("SERVER_PORT", ""),
        request.path,
        request.META.get("QUERY_STRING", ""),
        get_language_from_request(request),
        request.META.get("HTTP_HX_REQUEST", ""),
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, _MARK, False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST_BODY
    )


def _answer(body: bytes, status: int, headers: dict[str, Any]) -> HttpResponse:
    return HttpResponse(body, status=status, headers=headers)
