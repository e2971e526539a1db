"""What allauth asks the house when somebody comes back from Google: whether, as whom, and what is kept."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from requests import RequestException

from ksbb.accounts import google
from ksbb.accounts.actions.connect_google import connect_google
from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.switches import Switch, is_on
from ksbb.notifications import circuit

CONNECT = "connect"


class GoogleAdapter(DefaultSocialAccountAdapter):
    """One provider, from the settings; nobody is let in by an address alone."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """From the settings only: a row in the database opens no other door."""
        return [
            SocialApp(
                provider=google.PROVIDER, client_id=settings.GOOGLE_CLIENT_ID, secret=settings.GOOGLE_CLIENT_SECRET
            )
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Allauth goes on to sign in, or to make an account, only if nothing here leads elsewhere."""
        circuit.succeeded(google.PROVIDER)
        if sociallogin.state.get("process") == CONNECT:
            self._connect(request, sociallogin)
        if reason := _why_not(sociallogin):
            raise _back(request, reason)

    def _connect(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not request.user.is_authenticated:
            raise _back(request, _("Masuk dahulu, lalu sambungkan lagi."))
        try:
            connect_google(uid=sociallogin.account.uid, actor=request.actor)  # type: ignore[attr-defined]
        except (Refused, Forbidden) as no:
            raise _back(request, getattr(no, "reason", google.NOT_FOR_STAFF), to="mfa_index") from no
        messages.success(request, _("Akun Google tersambung."))
        raise ImmediateHttpResponse(redirect("mfa_index"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = sociallogin.user
        user.email = (data.get("email") or "").lower()
        names = (data.get("first_name"), data.get("last_name"))
        user.full_name = " ".join(name for name in names if isinstance(name, str))[:150]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form)
            acting = Actor(user_id=user.pk, organisation_id=None, role=Role.VISITOR, name=user.full_name)
            trail.record("google.signed_up", user, actor=acting)
        return user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Exception | None = None, **_more: Any
    ) -> None:
        """Cancelled, stale, refused or not answered: one sentence for all, back at the sign-in.

        While Google does not answer, each who comes back holds a thread for as long as is waited for it: after a few the way
        rests (promise 46).
        """
        if isinstance(exception, RequestException):
            circuit.failed(google.PROVIDER)
        raise _back(request, _("Google tidak memastikan siapa Anda. Coba sekali lagi, atau masuk dengan cara lain."))


def _why_not(sociallogin: SocialLogin) -> str | Promise | None:
    """None when this Google account may come in, or become a new person."""
    if sociallogin.is_existing:
        return None if google.is_for(sociallogin.user) else google.NOT_FOR_STAFF
    address = sociallogin.email_addresses[0]
    if not address.verified:
        return _("Google belum memastikan alamat e-mail akun itu. Masuk atau mendaftar dengan cara lain.")
    if google.is_taken(address.email):
        return _(
            "Alamat e-mail ini sudah punya akun di sini. Masuk dengan kata sandi atau kode lewat e-mail, lalu sambungkan "
            "Google di halaman Keamanan akun."
        )
    if not is_on(Switch.DONOR_SIGN_UP):
        return _("Pendaftaran donatur sedang ditutup. Coba lagi nanti.")
    return None


def _back(request: HttpRequest, reason: str | Promise, *, to: str = "account_login") -> ImmediateHttpResponse:
    messages.error(request, str(reason))
    return ImmediateHttpResponse(redirect(to))
