"""Why a second factor is needed, and the ways to one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ksbb.accounts.adapter import WAY_KEY
from ksbb.accounts.requests import ActorRequest


@never_cache
@require_GET
def factor_needed(request: ActorRequest) -> HttpResponse:
    """Who has one shows it here; who has none sets one up. Then on to the page that was asked for."""
    if not request.factor_due:
        return redirect(request.session.pop(WAY_KEY, "") or "portal:dashboard")
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(request, "accounts/factor_needed.html", {"kinds": kinds})
