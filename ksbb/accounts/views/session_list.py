"""Where one is signed in, and how to end it from here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.actions.end_sessions import end_sessions
from ksbb.accounts.models import Session
from ksbb.accounts.requests import ActorRequest


@require_GET
def session_list(request: ActorRequest) -> HttpResponse:
    """The own ones, this browser's first, then the last used."""
    own = Session.objects.visible_to(request.actor).living().order_by("-seen_at", "session_key")
    rows = sorted(own, key=lambda session: session.session_key != request.session.session_key)
    context = {"rows": rows, "here": request.session.session_key, "others": len(rows) - 1}
    return render(request, "accounts/session_list.html", context)


@require_POST
def session_end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One of the own; somebody else's is not found."""
    if not end_sessions(user=request.user, actor=request.actor, only=public_id, keep=_here(request)):
        raise Http404
    messages.success(request, _("Sesi itu sudah diakhiri."))
    return redirect("accounts:session_list")


@require_POST
def session_end_others(request: ActorRequest) -> HttpResponse:
    ended = end_sessions(user=request.user, actor=request.actor, keep=_here(request))
    messages.success(request, _("%(number)s sesi lain sudah diakhiri.") % {"number": ended})
    return redirect("accounts:session_list")


def _here(request: ActorRequest) -> str:
    """This browser's own key: leaving it is what "Keluar" is for."""
    return request.session.session_key or ""
