"""Two confirmations: the giver opens a code, the school enters it or sends the photo of the paper that both signed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.hand_over import hand_over as hand_over_devices
from donations.actions.open_code import open_code
from donations.actions.open_signed_paper import open_signed_paper
from donations.confirming import door_of
from donations.forms.confirming import ConfirmForm
from donations.models import Handover
from donations.policies import only_giver, only_taker, why_not_hand_over
from donations.policies_handover import why_not_open_code
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from donations.views.photos import photo_answer
from donations.views.units import units_of
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.papers import qr_svg


@require_http_methods(["GET", "POST"])
def handover_code(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says how far it is (as a fragment for the page that refreshes itself), POST opens a code and shows it this once."""
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.HANDOVER_SCHEDULE)
    only_giver(handover.pledge, request.actor)
    form = forms.Form(request.POST if request.method == "POST" else None)
    digits = attempt(form, partial(open_code, handover=handover, actor=request.actor)) if form.is_valid() else None
    context = {
        "handover": handover,
        "form": form,
        "reason": why_not_open_code(handover),
        "door": door_of(handover),
        **_shown(handover, digits),
        "count": handover.allocations.count(),
        "is_fragment": bool(request.htmx),
    }
    template = "donations/partials/_code_state.html" if request.htmx else "donations/handover_code.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _shown(handover: Handover, digits: str | None) -> dict[str, str]:
    """The digits as one reads them aloud, and their QR; only in the answer that opened them."""
    return {"digits": f"{digits[:3]} {digits[3:]}", "qr": _qr(handover, digits)} if digits else {"digits": "", "qr": ""}


def _qr(handover: Handover, digits: str) -> str:
    """The school's page with the digits behind the #, which no browser sends to anybody and no log keeps."""
    address = f"{settings.PUBLIC_URL}{reverse('donations:hand_over', args=[handover.public_id])}#{digits}"
    # Drawn by segno from an address of our own: nothing in it was typed by anybody.
    return mark_safe(qr_svg(address))  # noqa: S308


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def hand_over(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will be recorded, POST records it with the giver's code or the signed paper."""
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.HANDOVER_RECORD)
    only_taker(handover.pledge, request.actor)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ConfirmForm(*sent)
    if form.is_valid():
        act = partial(hand_over_devices, handover=handover, actor=request.actor, **form.confirmation())
        if attempt(form, act, beside=form.place):
            messages.success(request, _("Serah terima tercatat. Berikutnya: laporkan penerimaannya dengan foto."))
            return redirect("donations:handover_detail", handover.public_id)
    context = {
        "handover": handover,
        "form": form,
        "reason": why_not_hand_over(handover),
        "units": units_of(handover, request.actor, after="")[0],
        "count": handover.allocations.count(),
    }
    return render(request, "donations/hand_over.html", context)


@require_GET
def signed_paper(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The photo of the BAST that both sides signed, for whoever sees the handover."""
    handover = visible_handover(request, public_id)
    if not handover.signed_paper:
        raise Http404
    try:
        return photo_answer(open_signed_paper(handover=handover, actor=request.actor), name="bast.jpg")
    except FileNotFoundError as error:
        raise Http404 from error
