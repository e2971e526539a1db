"""Titipan: offered to an aggregator, received as counted, followed to the schools."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.decline_consignment import decline_consignment
from donations.actions.receive_consignment import receive_consignment
from donations.actions.withdraw_consignment import withdraw_consignment
from donations.books import direct_gifts
from donations.fate import fate_of, fate_of_entry
from donations.forms.books import ReceiveForm
from donations.forms.handover import ReasonForm
from donations.models import Aggregator, Consignment
from donations.policies_books import why_not_receive_consignment, why_not_take_in
from donations.policies_promise import why_not_withdraw_consignment
from donations.states import ConsignmentState
from donations.views.answers import attempt, told
from donations.views.fates import figure_of
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden


@require_GET
def consignment_list(request: ActorRequest) -> HttpResponse:
    """What one gave, what came for the own aggregator; whoever watches aggregators sees all."""
    if not request.actor.may(Permission.PLEDGE_CREATE):
        request.actor.must(Permission.AGGREGATOR_VIEW)
    state = request.GET.get("keadaan", "")
    rows = Consignment.objects.visible_to(request.actor).select_related("donor__organisation", "aggregator")
    if state in ConsignmentState.values:
        rows = rows.filter(state=state)
    page = page_of(rows, "-id", after=request.GET.get(PARAMETER, ""))
    tabs = (ConsignmentState.OFFERED, ConsignmentState.RECEIVED, ConsignmentState.DECLINED)
    context = {
        "page": page,
        "state": state,
        "states": [(one.value, one.label) for one in tabs],
        "direct": [] if state else direct_gifts(request.actor).order_by("-pk")[:20],
    }
    return render(request, "donations/consignment_list.html", context)


@require_GET
def direct_gift(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The fate of what an aggregator wrote down as coming from the own organisation, without a titipan."""
    entry = get_object_or_404(direct_gifts(request.actor), public_id=public_id)
    fate = fate_of_entry(entry)
    context = {"entry": entry, "fate": fate, "figure": figure_of(fate)}
    return render(request, "donations/direct_gift.html", context)


def _visible(request: ActorRequest, public_id: UUID) -> Consignment:
    seen = Consignment.objects.visible_to(request.actor).select_related("donor__organisation", "aggregator")
    return get_object_or_404(seen, public_id=public_id)


def _taker(request: ActorRequest, public_id: UUID) -> Consignment:
    found = _visible(request, public_id)
    request.actor.must(Permission.LEDGER_RECORD)
    if found.aggregator_id != request.actor.organisation_id:
        raise Forbidden("only the aggregator")
    return found


@require_GET
def consignment_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    ours = request.actor.organisation_id
    fate = fate_of(found)
    context = {
        "consignment": found,
        "profile": Aggregator.objects.known().filter(organisation=found.aggregator_id).first(),
        "fate": fate,
        "figure": figure_of(fate),
        "is_taker": found.aggregator_id == ours and not why_not_receive_consignment(found),
        "may_withdraw": found.donor.organisation_id == ours and not why_not_withdraw_consignment(found),
        "history": history_of(found, request.actor),
    }
    return render(request, "donations/consignment_detail.html", context)


@require_http_methods(["GET", "POST"])
def consignment_receive(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _taker(request, public_id)
    form = ReceiveForm(request.POST or None, request.FILES or None, consignment=found)
    if request.method == "POST" and form.is_valid():
        act = partial(receive_consignment, consignment=found, actor=request.actor)
        if attempt(form, lambda: act(counted=form.counted())):
            messages.success(request, _("Titipan tercatat di buku, dan pemberinya diberi tahu."))
            return redirect("donations:consignment_detail", found.public_id)
    profile = Aggregator.objects.filter(organisation=found.aggregator_id).first()
    blocked = why_not_take_in(profile) if profile else _("Agregator ini belum punya profil. Hubungi Dinas Pendidikan.")
    context = {"consignment": found, "form": form, "reason": why_not_receive_consignment(found) or blocked}
    return render(request, "donations/consignment_receive.html", context)


@require_http_methods(["GET", "POST"])
def consignment_decline(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _taker(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(decline_consignment, consignment=found, actor=request.actor)
        if attempt(form, lambda: act(reason=form.cleaned_data["reason"])):
            messages.success(request, _("Titipan ditolak, dan pemberinya membaca alasannya."))
            return redirect("donations:consignment_detail", found.public_id)
    context = {"consignment": found, "form": form, "reason": why_not_receive_consignment(found)}
    return render(request, "donations/consignment_decline.html", context)


@require_http_methods(["GET", "POST"])
def consignment_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    request.actor.must(Permission.PLEDGE_CREATE)
    if found.donor.organisation_id != request.actor.organisation_id:
        raise Forbidden("only the giver")
    reason = why_not_withdraw_consignment(found)
    if request.method == "POST" and not reason:
        if told(request, partial(withdraw_consignment, consignment=found, actor=request.actor)):
            messages.success(request, _("Titipan ditarik, dan agregatornya diberi tahu."))
        return redirect("donations:consignment_detail", found.public_id)
    return render(request, "donations/consignment_withdraw.html", {"consignment": found, "reason": reason})
