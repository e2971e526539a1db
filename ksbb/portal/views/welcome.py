"""The page after an invitation was accepted; it stays in the account menu."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.portal.welcome import WELCOME


@require_GET
def welcome(request: ActorRequest) -> HttpResponse:
    return render(request, "portal/welcome.html", {"welcome": WELCOME[request.actor.role]})
