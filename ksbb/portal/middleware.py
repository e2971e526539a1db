"""What every answer passes on its way out."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from ksbb.common import modes
from ksbb.common.switches import SWITCHES, gates_of, is_on
from ksbb.operation import metrics
from ksbb.portal.views import errors, resting, switches

HEALTH = ("/healthz", "/healthz/web")
METRICS = "/metrics"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


class MetricsMiddleware:
    """`/metrics` for whoever may read it. For everybody else there is no such address: the usual 404, as for any invented one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == METRICS and request.method == "GET" and may_read(request):
            return HttpResponse(
                metrics.exposition(), content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"}
            )
        return self.get_response(request)


def may_read(request: HttpRequest) -> bool:
    """By the token, or from an allowed network directly: what came through a proxy only shows the proxy's address."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    if not settings.METRICS_NETWORKS or any(name in request.headers for name in FORWARDED):
        return False
    try:
        client = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(client in ip_network(network) for network in settings.METRICS_NETWORKS)


class ZeroSignMiddleware:
    """A zero sign in an address, which the database takes nowhere, is read as Django reads bytes that are no letters: as U+FFFD.

    What is asked for with it is then simply not found, whichever view reads it and however.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("%00", "%EF%BF%BD").replace("\x00", "%EF%BF%BD")
        request.path = request.path.replace("\x00", "\ufffd")
        request.path_info = request.path_info.replace("\x00", "\ufffd")
        return self.get_response(request)


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


class ModeMiddleware:
    """While the portal is closed everybody reads so; while it may only be read, nothing that would write comes through.

    Stands before sessions and the database, which may be what is being worked on. `/healthz` answers as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        mode = modes.current()
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        if mode == modes.Mode.OPEN or request.path in HEALTH or (mode == modes.Mode.READ_ONLY and reads):
            return self.get_response(request)
        return resting.resting(request, mode)


class SwitchMiddleware:
    """A page of a feature that is turned off says so, before its view does anything (`ksbb.common.switches` says which)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        gates = gates_of(request.resolver_match.view_name, request.method or "") if request.resolver_match else []
        closed = next((gate for gate in gates if not is_on(gate)), None)
        return None if closed is None else switches.turned_off(request, SWITCHES[closed])
