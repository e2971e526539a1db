"""One's own data: what is held, a copy of it at once, and the end of the account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.erase_account import erase_account
from donations.policies_account import what_stays, why_not_erase_account
from ksbb.accounts.requests import ActorRequest
from ksbb.common.downloads import saved_as
from ksbb.common.refusals import Forbidden, Refused
from ksbb.portal.actions.copy_account import copy_account
from ksbb.portal.copy_paths import OF_ACCOUNT
from ksbb.portal.holdings import HOLDINGS
from ksbb.portal.my_data_forms import EraseAccountForm
from recipients.actions.receive_request import receive_request
from recipients.models import DataRequest


@never_cache
@require_GET
def my_data(request: ActorRequest) -> HttpResponse:
    own = DataRequest.objects.filter(user=request.user).order_by("-id")[:20]
    kinds = [one for one in HOLDINGS if one.whose in OF_ACCOUNT]
    return render(request, "portal/my_data.html", {"requests": own, "kinds": kinds})


@never_cache
@require_POST
def my_data_copy(request: ActorRequest) -> HttpResponse:
    """At once: nobody else is needed for it."""
    body = copy_account(user=request.user, actor=request.actor)
    return HttpResponse(body, headers=saved_as("data-saya.json"))


@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def my_data_erase(request: ActorRequest) -> HttpResponse:
    """What goes, what stays and why. What stands in the way makes a request of it, which the office answers within the term."""
    if request.actor.viewer_id:
        raise Forbidden("who looks on as somebody else erases nothing")
    form = EraseAccountForm(request.POST if request.method == "POST" else None)
    reason = why_not_erase_account(request.user)
    if form.is_valid():
        return _ask(request) if reason else _erase(request)
    context = {"form": form, "reason": reason, "stays": what_stays(request.user)}
    return render(request, "portal/my_data_erase.html", context)


def _erase(request: ActorRequest) -> HttpResponse:
    try:
        erase_account(user=request.user, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("portal:my_data_erase")
    logout(request)
    messages.success(request, _("Akun Anda sudah dihapus."))
    return redirect("portal:home")


def _ask(request: ActorRequest) -> HttpResponse:
    try:
        asked = receive_request(kind=DataRequest.Kind.ERASURE, user=request.user, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("portal:my_data")
    messages.success(request, _("Permintaan tercatat. Dinas Pendidikan menjawabnya paling lama 3 × 24 jam."))
    return redirect("recipients:request_detail", asked.public_id)
