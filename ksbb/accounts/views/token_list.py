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
from ksbb.accounts.forms import TokenForm
from ksbb.accounts.models import ApiToken
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused


@require_http_methods(["GET", "POST"])
def token_list(request: ActorRequest) -> HttpResponse:
    """The answer to a POST shows the secret, this once: it stands in no address, no session and no message."""
    actor = request.actor
    actor.must(Permission.RECIPIENT_IMPORT)
    form, made = TokenForm(request.POST or None), None
    if form.is_valid():
        try:
            made = create_token(**form.cleaned_data, actor=actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            form = TokenForm()
    tokens = ApiToken.objects.visible_to(actor).select_related("membership__user")
    page = page_of(tokens, "-id", after=request.GET.get(PARAMETER, ""))
    context = {"form": form, "secret": made[1] if made else "", "tokens": page.rows, "after": page.after}
    response = render(request, "accounts/token_list.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def token_revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.actor), public_id=public_id)
    if revoke_token(token=token, actor=request.actor):
        messages.success(request, _("Kunci itu dicabut. Sistem yang memakainya tidak dapat mengirim apa pun lagi."))
    return redirect("accounts:token_list")
