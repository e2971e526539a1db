"""Keys for other systems: which there are, a new one whose secret is shown once, one that is taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.actions.revoke_token import revoke_token
from ksbb.accounts.models import ApiToken
from ksbb.accounts.requests import ActorRequest
from ksbb.accounts.token_form import TokenForm
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.territories.models import Territory


@require_http_methods(["GET", "POST"])
def token_list(request: ActorRequest) -> HttpResponse:
    """The answer to a POST shows the secret, this once: it stands in no address, no session and no message."""
    actor = request.actor
    actor.must(Permission.KEY_HOLD)
    form, secret = TokenForm(request.POST if request.method == "POST" else None, actor=actor), ""
    if form.is_valid():
        form, secret = _made(form, actor)
    tokens = ApiToken.objects.visible_to(actor).select_related("membership__user")
    page = page_of(tokens, "-id", after=request.GET.get(PARAMETER, ""))
    places = dict(Territory.objects.filter(code__in={one.area for one in page.rows}).values_list("code", "name"))
    rows = [(token, places.get(token.area, token.area)) for token in page.rows]
    context = {"form": form, "secret": secret, "rows": rows, "after": page.after}
    response = render(request, "accounts/token_list.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _made(form: TokenForm, actor: Actor) -> tuple[TokenForm, str]:
    """The form to show next, and the secret of the key that was made."""
    try:
        _token, secret = create_token(**form.cleaned_data, actor=actor)
    except Refused as no:
        form.add_error(None, no.reason)
        return form, ""
    return TokenForm(None, actor=actor), secret


@require_POST
def token_revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.actor), public_id=public_id)
    if revoke_token(token=token, actor=request.actor):
        messages.success(request, _("Kunci itu dicabut. Sistem yang memakainya tidak dapat masuk lagi."))
    return redirect("accounts:token_list")
