"""What a load balancer and a watchman ask."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ksbb.portal.health import database_answers, parts


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when every part is up, else 503; the JSON says which one is not."""
    found = parts()
    is_up = all(part.is_up for part in found.values())
    body = {"ok": is_up, **{name: part.as_json() for name, part in found.items()}}
    return JsonResponse(body, status=200 if is_up else 503)


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this process can answer people: 200 when its database does. That a worker is away is no reason to send nobody."""
    is_up = database_answers()
    return JsonResponse({"ok": is_up}, status=200 if is_up else 503)
