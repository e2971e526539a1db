"""What becomes of the data that a school enters: read before the first entry, and at any time after."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from recipients.actions.acknowledge_notice import acknowledge_notice
from recipients.policies import NOTICE_EDITION, notice_seen, why_not_enter

NEXT = "lanjut"
P = ParamSpec("P")


def after_notice(
    view: Callable[Concatenate[ActorRequest, P], HttpResponse],
) -> Callable[Concatenate[ActorRequest, P], HttpResponse]:
    """A page on which people are entered: who may enter some but has not read the notice is led there, and back."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor.may(Permission.RECIPIENT_REGISTER) and why_not_enter(request.actor):
            here = request.get_full_path() if request.method == "GET" else request.path
            return redirect(f"{reverse('recipients:notice')}?{urlencode({NEXT: here})}")
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
def notice(request: ActorRequest) -> HttpResponse:
    """The edition in force in plain words; a POST says "I have read it" and goes on to where one wanted to go."""
    request.actor.must(Permission.RECIPIENT_REGISTER)
    if request.method == "POST":
        acknowledge_notice(actor=request.actor)
        return redirect(_wanted(request, request.POST.get(NEXT, "")) or "recipients:recipient_list")
    wanted = _wanted(request, request.GET.get(NEXT, ""))
    context = {
        "seen": notice_seen(request.actor),
        "next": wanted,
        "edition": NOTICE_EDITION,
        "days": settings.RETENTION_DAYS,
    }
    return render(request, "recipients/notice.html", context)


def _wanted(request: ActorRequest, path: str) -> str:
    """The path if it is one of ours: never a door to somebody else's site."""
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None, require_https=request.is_secure())
    return path if safe and path.startswith("/") else ""
