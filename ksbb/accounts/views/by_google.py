"""To Google and back. A POST begins it; what comes back counts only in the browser that went (state), and only once."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts import google
from ksbb.accounts.actions.disconnect_google import disconnect_google
from ksbb.accounts.google_adapter import CONNECT
from ksbb.accounts.provider import GoogleEndpoints
from ksbb.accounts.requests import ActorRequest
from ksbb.common.limits import limited

_callback = OAuth2CallbackView.adapter_view(GoogleEndpoints)


@never_cache
@require_POST
@limited("google", amount=20, seconds=60)
def begin(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("portal:dashboard")
    return _leave(request, process="login", next_url=get_next_redirect_url(request))


@never_cache
@require_GET
@limited("google-return", amount=20, seconds=60, methods=frozenset({"GET"}))
def come_back(request: HttpRequest) -> HttpResponse:
    if not google.is_open() or google.rests():
        return _closed(request)
    try:
        response: HttpResponse = _callback(request)
    except IntegrityError:
        messages.error(request, _("Alamat atau akun Google itu baru saja dipakai. Coba sekali lagi."))
        return redirect("account_login")
    return response


@never_cache
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def connect(request: ActorRequest) -> HttpResponse:
    return _leave(request, process=CONNECT, next_url=None)


@never_cache
@require_POST
def disconnect(request: ActorRequest) -> HttpResponse:
    if disconnect_google(user=request.user, actor=request.actor):
        messages.success(request, _("Akun Google dilepas."))
    return redirect("mfa_index")


def _leave(request: HttpRequest, *, process: str, next_url: str | None) -> HttpResponse:
    if not google.is_open() or google.rests():
        return _closed(request)
    provider = get_adapter(request).get_provider(request, google.PROVIDER)
    response: HttpResponse = provider.redirect(request, process=process, next_url=next_url)
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    """Turned off or not answering, perhaps while somebody was on the way: the other doors stand on that page."""
    why = (
        _("Google sedang tidak menjawab. Pakai cara lain, atau coba lagi beberapa menit lagi; akun Anda tetap sama.")
        if google.is_open()
        else _("Masuk dengan Google sedang dimatikan. Pakai cara lain; akun Anda tetap sama.")
    )
    messages.error(request, why)
    return redirect("mfa_index" if request.user.is_authenticated else "account_login")
