"""The form for a place without network: a shell that is the same for everybody, the list for the phone, and what it sends."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from donations import offline
from donations.actions.record_offline import record_offline
from donations.forms.offline import OfflineForm
from donations.models import Handover
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.limits import limited
from ksbb.common.states import StaleState

# The browser asks each time whether there is something newer; without network its service worker answers.
FRESH = {"Cache-Control": "no-cache"}


@require_GET
def offline_form(request: ActorRequest) -> HttpResponse:
    """Nothing in it comes from the reader's account: the phone keeps it."""
    response = render(request, "donations/offline.html")
    response["Cache-Control"] = FRESH["Cache-Control"]
    return response


@require_GET
def offline_manifest(request: ActorRequest) -> HttpResponse:
    return JsonResponse(offline.manifest(), content_type="application/manifest+json", headers=FRESH)


@require_GET
def offline_worker(request: ActorRequest) -> HttpResponse:
    """Its reach is the folder of its address: this form, no other page of the portal."""
    return HttpResponse(offline.worker_script(), content_type="text/javascript; charset=utf-8", headers=FRESH)


@never_cache
@require_GET
def offline_list(request: ActorRequest) -> HttpResponse:
    """What the phone keeps, and the token without which it cannot send."""
    request.actor.must(Permission.HANDOVER_RECORD)
    kept = {"who": offline.who(request.actor), "handovers": offline.handovers_for_phone(request.actor)}
    return JsonResponse(kept | {"token": get_token(request)})


@never_cache
@sensitive_post_parameters()
@require_POST
@limited("offline_send", amount=120, seconds=600)
def offline_send(request: ActorRequest) -> HttpResponse:
    """One record; {"state": "applied" | "refused" | "busy", "reason": …}. The same `client_id` gets the same answer."""
    request.actor.must(Permission.HANDOVER_RECORD)
    form = OfflineForm(request.POST, request.FILES)
    if not form.is_valid() and form.is_held:
        # Nothing is decided: the phone keeps the record and sends it again.
        return JsonResponse({"state": "busy", "reason": form.first_problem()}, status=409)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "reason": form.first_problem()})
    seen = Handover.objects.visible_to(request.actor).select_related("pledge__donor", "pledge__school")
    handover = get_object_or_404(seen, public_id=form.cleaned_data["handover"])
    try:
        record = record_offline(handover=handover, actor=request.actor, **form.written())
    except StaleState:
        return JsonResponse({"state": "busy", "reason": ""}, status=409)
    state = "refused" if record.refused_reason else "applied"
    return JsonResponse({"state": state, "reason": record.refused_reason})
