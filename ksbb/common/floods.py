"""What everybody may ask for, and how often: from one address, and from all together (promise 44).

The single pages have limits of their own where a code could be guessed or something is written (`ksbb.common.limits`). This table
is the wall around them: it holds what costs us something, a search, the check of a code, an account, a letter, a complaint, also
when the flood comes from a thousand addresses at once. Pages that are answered from the page cache count nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ksbb.common.limits import too_often, wait_for, wait_for_everybody

GET, POST = frozenset({"GET"}), frozenset({"POST"})


@dataclass(frozen=True)
class Flood:
    """`one` address may ask `one` times in `seconds`, all together `everybody` times. A whole school may share one address."""

    name: str
    routes: frozenset[str]
    methods: frozenset[str]
    one: int
    everybody: int
    seconds: int = 60
    only_with_parameters: bool = False

    def counts(self, request: HttpRequest) -> bool:
        """Whether this request is one of those that are counted."""
        return request.method in self.methods and (bool(request.GET) or not self.only_with_parameters)

    def wait(self, request: HttpRequest) -> int:
        """Seconds to wait; 0 to go on. Who is refused alone is not counted among all."""
        return wait_for(request, f"flood-{self.name}", amount=self.one, seconds=self.seconds) or wait_for_everybody(
            f"flood-{self.name}", amount=self.everybody, seconds=self.seconds
        )


FLOODS = (
    Flood(
        "search",
        frozenset(
            {
                "donations:need_list",
                "donations:need_area",
                "donations:need_points",
                "donations:drop_point_list",
                "donations:aggregator_list",
                "schools:school_list",
            }
        ),
        GET,
        one=600,
        everybody=30_000,
        only_with_parameters=True,
    ),
    Flood(
        "codes",
        frozenset(
            {
                "donations:receipt",
                "donations:receipt_find",
                "donations:certificate_check",
                "donations:device_label",
                "verification:complaint_status",
            }
        ),
        GET,
        one=180,
        everybody=6_000,
    ),
    Flood(
        "complaint",
        frozenset({"verification:complaint_write", "verification:complaint_find", "verification:complaint_contest"}),
        POST,
        one=120,
        everybody=3_000,
        seconds=600,
    ),
    Flood(
        "appeal", frozenset({"recipients:appeal_code", "recipients:appeal_write"}), POST, one=60, everybody=3_000, seconds=600
    ),
    Flood("account", frozenset({"account_signup", "donations:donor_register"}), POST, one=60, everybody=1_500, seconds=600),
    Flood(
        "google",
        frozenset({"account_google", "account_google_return"}),
        GET | POST,
        one=60,
        everybody=3_000,
        seconds=600,
    ),
    Flood(
        "letter",
        frozenset({"account_reset_password", "account_request_login_code"}),
        POST,
        one=60,
        everybody=1_500,
        seconds=600,
    ),
)  # fmt: skip
_OF = {route: flood for flood in FLOODS for route in flood.routes}


class FloodMiddleware:
    """Asks the table before the view does anything; then 429 with Retry-After. `settings.FLOOD_LIMITS` turns it off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        flood = _OF.get(request.resolver_match.view_name) if request.resolver_match else None
        if flood is None or not settings.FLOOD_LIMITS or not flood.counts(request):
            return None
        wait = flood.wait(request)
        return too_often(request, wait) if wait else None
