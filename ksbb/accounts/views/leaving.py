"""Signing out leaves nothing on a shared telephone."""

from __future__ import annotations

from allauth.account.views import logout
from django.http import HttpResponseBase

from ksbb.accounts import told_browsers
from ksbb.accounts.requests import ActorRequest
from ksbb.notifications.actions.forget_browser import forget_browser

# https://www.w3.org/TR/clear-site-data/: databases, kept files and service workers of this site.
EVERYTHING_KEPT = '"storage"'


def sign_out(request: ActorRequest) -> HttpResponseBase:
    """allauth's page; after the POST the browser forgets what the forms without network kept (promise 39), and is told no more."""
    response: HttpResponseBase = logout(request)
    if request.method == "POST" and not request.user.is_authenticated:
        response["Clear-Site-Data"] = EVERYTHING_KEPT
        if device := told_browsers.device_of(request):
            forget_browser(public_id=device)
            told_browsers.forget(response)
    return response
