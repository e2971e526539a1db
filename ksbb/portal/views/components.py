"""The design system on one page, for those who maintain it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.portal.showroom import showroom


@require_GET
def components(request: ActorRequest) -> HttpResponse:
    """Platform staff anywhere, everybody signed in on the demo."""
    if not (settings.DEMO or request.user.is_staff):
        raise Http404
    return render(request, "portal/components.html", showroom())
