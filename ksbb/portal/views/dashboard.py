"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.portal.dashboards import dashboard_of


@require_GET
def dashboard(request: ActorRequest) -> HttpResponse:
    """What must I do now? A person without a role is told how to get one."""
    if request.actor.organisation_id is None:
        return render(request, "portal/dashboard_without_role.html")
    return render(request, "portal/dashboard.html", {"cards": dashboard_of(request.actor)})
