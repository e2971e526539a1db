"""HEAD: whatever answers GET answers it alike, without the body (RFC 9110, 9.3.2). Watchers and link checkers ask so."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class HeadMiddleware:
    """Everything further in sees a GET, so that nothing is open by HEAD that is closed by GET: limits count it, views that tell
    reading from writing by the method read, and a page says the same of itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = request.META["REQUEST_METHOD"] = "GET"
        try:
            return without_body(self.get_response(request))
        finally:
            request.method = request.META["REQUEST_METHOD"] = "HEAD"


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer, its length told and nothing sent. What it holds open is closed when the server closes it."""
    if isinstance(response, HttpResponse):
        if response.content:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
    else:
        response.streaming_content = ()  # type: ignore[attr-defined]
    return response
