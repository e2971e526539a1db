"""The office's desk for aggregators: register, edit, verify, licences."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.add_licence import add_licence
from donations.actions.edit_aggregator import edit_aggregator
from donations.actions.move_licence import move_licence
from donations.actions.register_aggregator import register_aggregator
from donations.actions.verify_aggregator import verify_aggregator
from donations.forms.aggregators import AggregatorForm, LicenceForm, LicenceMoveForm, VerifyForm
from donations.models import Aggregator, Licence, LicenceEvent
from donations.policies_books import why_not_take_in
from donations.views.aggregators import LICENCES
from donations.views.answers import attempt
from donations.views.proofs import proof_answer
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission


def _visible(request: ActorRequest, public_id: UUID) -> Aggregator:
    seen = Aggregator.objects.visible_to(request.actor).select_related("organisation").prefetch_related(LICENCES)
    return get_object_or_404(seen, public_id=public_id)


@require_GET
def aggregator_desk(request: ActorRequest) -> HttpResponse:
    """All of them; whose verification ends first, or never was, stands first."""
    request.actor.must(Permission.AGGREGATOR_VIEW)
    seen = Aggregator.objects.visible_to(request.actor).select_related("organisation").prefetch_related(LICENCES)
    rows = list(seen.order_by(F("verified_until").asc(nulls_first=True), "pk")[:200])
    listed = set(Aggregator.objects.listed().values_list("pk", flat=True))
    context = {"rows": [(one, one.pk in listed) for one in rows], "today": timezone.localdate()}
    return render(request, "donations/aggregator_desk.html", context)


@require_http_methods(["GET", "POST"])
def aggregator_register(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.AGGREGATOR_VERIFY)
    form = AggregatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, partial(register_aggregator, actor=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, _("Agregator terdaftar. Catat izinnya, verifikasi, lalu undang orangnya."))
            return redirect("donations:aggregator_manage", made.public_id)
    return render(request, "donations/aggregator_form.html", {"form": form, "aggregator": None})


@require_http_methods(["GET", "POST"])
def aggregator_manage(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Everything about one, and its verification (POST). The aggregator reads its own; the auditor reads all."""
    found = _visible(request, public_id)
    form = VerifyForm(request.POST or None)
    if request.method == "POST":
        request.actor.must(Permission.AGGREGATOR_VERIFY)
        act = partial(verify_aggregator, aggregator=found, actor=request.actor)
        if (
            form.is_valid()
            and attempt(form, partial(act, until=form.cleaned_data["until"]), beside="until") is not None
        ):
            messages.success(request, _("Agregator terverifikasi dan ditawarkan kepada donatur."))
            return redirect("donations:aggregator_manage", found.public_id)
    context = {
        "aggregator": found,
        "form": form,
        "reason": why_not_take_in(found),
        "events": LicenceEvent.objects.filter(licence__aggregator=found).select_related("licence").order_by("-pk")[:50],
        "history": history_of([found, *found.licences.all()], request.actor),
        "may_verify": request.actor.may(Permission.AGGREGATOR_VERIFY),
    }
    return render(request, "donations/aggregator_manage.html", context)


@require_http_methods(["GET", "POST"])
def aggregator_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    request.actor.must(Permission.AGGREGATOR_VERIFY)
    form = AggregatorForm(request.POST or None, aggregator=found)
    if request.method == "POST" and form.is_valid():
        act = partial(edit_aggregator, aggregator=found, actor=request.actor)
        if attempt(form, lambda: act(**form.cleaned_data)):
            messages.success(request, _("Profil agregator disimpan."))
            return redirect("donations:aggregator_manage", found.public_id)
    return render(request, "donations/aggregator_form.html", {"form": form, "aggregator": found})


@require_http_methods(["GET", "POST"])
def licence_add(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    request.actor.must(Permission.AGGREGATOR_VERIFY)
    form = LicenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        act = partial(add_licence, aggregator=found, actor=request.actor)
        if attempt(form, lambda: act(**form.cleaned_data)):
            messages.success(request, _("Izin dicatat."))
            return redirect("donations:aggregator_manage", found.public_id)
    return render(request, "donations/licence_form.html", {"form": form, "aggregator": found})


def _licence(request: ActorRequest, public_id: UUID) -> Licence:
    seen = Licence.objects.visible_to(request.actor).select_related("aggregator__organisation")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "POST"])
def licence_move(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what follows from each status, POST writes it with its reason."""
    found = _licence(request, public_id)
    request.actor.must(Permission.AGGREGATOR_VERIFY)
    form = LicenceMoveForm(request.POST or None, licence=found)
    if request.method == "POST" and form.is_valid():
        act = partial(move_licence, licence=found, actor=request.actor)
        if attempt(form, lambda: act(**form.cleaned_data)):
            messages.success(request, _("Status izin dicatat beserta alasannya."))
            return redirect("donations:aggregator_manage", found.aggregator.public_id)
    return render(request, "donations/licence_move.html", {"form": form, "licence": found})


@require_GET
def licence_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _licence(request, public_id)
    if not found.document:
        raise Http404
    return proof_answer(found.document, f"izin-{found.public_id.hex[:8]}")
