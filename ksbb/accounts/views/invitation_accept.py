"""Accepting an invitation. Opening the link accepts nothing: mail scanners open links too."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ksbb.accounts.actions.accept_invitation import accept_invitation
from ksbb.accounts.forms import InvitationForm
from ksbb.accounts.invitations import invited_by
from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import Membership
from ksbb.accounts.policies import why_not_accept
from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_accept(request: ActorRequest, token: str) -> HttpResponse:
    """Who has no account sets a password; who has one signs in first; somebody else signed in must leave first."""
    membership = invited_by(token)
    reason = (
        why_not_accept(membership) if membership else _("Tautan undangan ini salah atau sudah lewat masa berlakunya.")
    )
    if membership is None or reason:
        return _page(request, 404, reason=reason)
    stranger = request.actor.is_signed_in and request.actor.user_id != membership.user_id
    known = membership.user.has_usable_password()
    if stranger or (known and not request.actor.is_signed_in):
        return _page(request, 200, membership=membership, stranger=stranger, known=known)
    form = None if known else InvitationForm(request.POST or None, user=membership.user)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _accept(request, membership, form.cleaned_data if form else {})
        except Refused as no:
            reason = no.reason
    return _page(request, 200, membership=membership, form=form, reason=reason)


def _accept(request: ActorRequest, membership: Membership, given: dict[str, str]) -> HttpResponse:
    accepted = accept_invitation(membership=membership, actor=request.actor, **given)
    if not request.actor.is_signed_in:
        login(request, accepted.user, backend=BACKEND)
        record_authentication(request, accepted.user, "password")
    request.session[SESSION_KEY] = accepted.pk
    messages.success(request, _("Selamat bergabung. Peran Anda sudah berlaku."))
    return redirect("portal:welcome")


def _page(request: ActorRequest, status: int, **context: object) -> HttpResponse:
    response = render(request, "accounts/invitation.html", {"membership": None, **context}, status=status)
    # The address holds the token: only the site's name goes along. ("no-referrer" would void the form's Origin.)
    response["Referrer-Policy"] = "strict-origin"
    return response
