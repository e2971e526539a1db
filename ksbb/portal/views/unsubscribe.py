"""The link below a letter: no sign-in, one click, and nothing happens by only looking (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ksbb.notifications.actions.unsubscribe import unsubscribe
from ksbb.notifications.kinds import group_of
from ksbb.notifications.unsubscribing import message_of


@csrf_exempt  # a mail program posts here for its owner; the signed link is the permission
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET tells what would stop; POST stops it."""
    message = message_of(token)
    if message is None:
        return render(request, "portal/unsubscribe.html", {"is_known": False})
    groups = unsubscribe(message=message) if request.method == "POST" else None
    context = {"is_known": True, "group": group_of(message.kind), "groups": groups, "is_done": groups is not None}
    return render(request, "portal/unsubscribe.html", context)
