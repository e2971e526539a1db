"""What every answer passes on its way out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ksbb.portal.views import errors


class WrongDoorMiddleware:
    """Who opens the address of a button (a reload, a bookmark, the history) reads what to do instead of an empty page.

    The answer stays 405 with the methods that are allowed; what already says something, as the API does, is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != 405:
            return response
        if not isinstance(response, HttpResponse) or response.content:
            return response
        page = errors.wrong_door(request)
        page["Allow"] = response["Allow"]
        return page
