"""How often one key, or one address without a key, may ask; counted in the shared cache for all web processes together.

The bounds stand in `settings.API_RATES`, requests a minute. Without a cache nobody is refused (ksbb.common.limits).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from ksbb.common import limits

if TYPE_CHECKING:  # the framework's views look for the throttles of the settings while they are imported
    from rest_framework.request import Request
    from rest_framework.views import APIView

READING = ("GET", "HEAD", "OPTIONS")
MINUTE = 60


class _Counter(BaseThrottle):
    waiting = 0

    def wait(self) -> float | None:
        return self.waiting or None


class KeyThrottle(_Counter):
    """Nobody else's asking counts against a key: the count is the key's own, reading and writing apart."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        token = request.auth
        if token is None:
            return True
        scope = "read" if request.method in READING else "write"
        amount = settings.API_RATES[scope]
        self.waiting = limits.wait_for_everybody(f"api-{scope}:{token.pk}", amount=amount, seconds=MINUTE)
        return not self.waiting


class AddressThrottle(_Counter):
    """Whoever shows no key, or none that is valid, by network address."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        if request.auth is not None:
            return True
        amount = settings.API_RATES["anonymous"]
        self.waiting = limits.wait_for(request._request, "api-anonymous", amount=amount, seconds=MINUTE)
        return not self.waiting
