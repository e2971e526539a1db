"""What every endpoint is made of: `ApiView` for what a key opens, `PublicView` for what everybody may read."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ksbb.accounts.api_tokens import KeyRefused
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor

VERSION = "1.1"
VERSION_HEADER = "API-Version"
# Headers of ours that a script of another site may read.
EXPOSED = "API-Version, Deprecation, ETag, Link, Retry-After, Sunset, X-Request-ID"


class ApiView(APIView):
    """Only what a key opens.

    `deprecated_on` and `sunset_on` announce the end of an endpoint (RFC 9745, RFC 8594): see docs/api.md, Versions.
    """

    metadata_class = None
    deprecated_on: ClassVar[date | None] = None
    sunset_on: ClassVar[date | None] = None

    @property
    def actor(self) -> Actor:
        """Whom the key acts as (set by TokenAuthentication)."""
        return cast(ActorRequest, self.request._request).actor

    def perform_authentication(self, request: Request) -> None:
        """A key that is not valid, or used from elsewhere, counts against the address it came from."""
        try:
            super().perform_authentication(request)
        except (AuthenticationFailed, KeyRefused):
            self.check_throttles(request)
            raise

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer[VERSION_HEADER] = VERSION
        patch_vary_headers(answer, ["Accept-Language"])
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
        if self.deprecated_on:
            answer["Deprecation"] = f"@{int(_midnight(self.deprecated_on))}"
        if self.sunset_on:
            answer["Sunset"] = http_date(_midnight(self.sunset_on))
        return answer


class PublicView(ApiView):
    """Read by everybody, also by a script of another site: no key counts, no cookie, nothing about a person.

    Answers may be kept for `max_age` seconds by anybody and carry an ETag of their own body; 0: nobody keeps them.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    max_age: ClassVar[int] = 60

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """A browser asks first when it wants to send If-None-Match (CORS)."""
        allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Max-Age": "86400"}
        return Response(status=204, headers=allowed | {"Access-Control-Allow-Headers": "If-None-Match"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or not self.max_age:
            return response
        answer = cast(Response, response).render()
        del answer["Cache-Control"]
        patch_cache_control(answer, public=True, max_age=self.max_age)
        etag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
        answer["ETag"] = etag
        return cast(HttpResponse, get_conditional_response(request, etag=etag, response=answer))


def _midnight(day: date) -> float:
    """As seconds since 1970: the day begins in Jakarta."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo("Asia/Jakarta")).timestamp()
