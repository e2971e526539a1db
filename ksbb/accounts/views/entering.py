"""allauth's doors with our answers: 429 for too many tries, and the last factor of staff stays on."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordChangeView, RequestLoginCodeView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from ksbb.accounts import google, known_browsers

RETRY_AFTER = "60"
TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})


class Limited:
    """A page whose form may say "too often": then with the status that says so to machines."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        codes = {problem.code for problems in form.errors.as_data().values() for problem in problems}
        if codes & TOO_MANY:
            response.status_code = 429
            response["Retry-After"] = RETRY_AFTER
        return response


class SignIn(Limited, LoginView):
    """E-mail and password; a browser in which it worked is known from then on."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        known_browsers.remember(response, form.cleaned_data["login"])
        return response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return google.let_leave(response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "google_is_open": google.is_open()}


class AskForCode(Limited, RequestLoginCodeView):
    """Where a code is sent."""


class ShowFactor(Limited, AuthenticateView):
    """The second step of the sign-in."""


class ChangePassword(PasswordChangeView):
    """Who came by Google and never had a password makes one by mail, as who forgot it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Security(IndexView):
    """What protects the own account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return google.let_leave(response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "google_connected": google.connected(user.pk),
            "google_may": google.is_open() and google.is_for(user),
        }


class RemovePasskey(RemoveWebAuthnView):
    """Not the last one of somebody whose role shows personal data."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            words = adapter.error_messages["cannot_delete_authenticator"]
            get_adapter().add_message(self.request, messages.ERROR, message=words)
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        return response


sign_in = SignIn.as_view()
ask_for_code = AskForCode.as_view()
show_factor = ShowFactor.as_view()
change_password = ChangePassword.as_view()
security = Security.as_view()
remove_passkey = RemovePasskey.as_view()
