"""How often one key may ask; counted in the shared cache, so that all web processes count together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # the framework's views look for the throttles of the settings while they are imported
    from rest_framework.request import Request
    from rest_framework.views import APIView

_READING = ("GET", "HEAD", "OPTIONS")


class _PerKey(SimpleRateThrottle):
    """Nobody else's asking counts against a key: the count is the key's own."""

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        token = request.auth
        if token is None or not self.counts(request.method or ""):
            return None
        return f"throttle:{self.scope}:{token.pk}"

    def counts(self, method: str) -> bool:
        raise NotImplementedError


class ReadThrottle(_PerKey):
    scope = "api-read"

    def counts(self, method: str) -> bool:
        return method in _READING


class WriteThrottle(_PerKey):
    scope = "api-write"

    def counts(self, method: str) -> bool:
        return method not in _READING
