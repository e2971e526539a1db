"""The weights of the matching in versions: read, drafted, and agreed to by a second coordinator."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.draft_weights import draft_weights
from donations.actions.edit_weights import edit_weights
from donations.actions.install_first_weights import install_first_weights
from donations.actions.propose_weights import propose_weights
from donations.actions.publish_weights import publish_weights
from donations.actions.send_back_weights import send_back_weights
from donations.forms.matching import WeightsForm, WeightsReturnForm
from donations.matching import Weights
from donations.matching.stored import weights_from
from donations.models import MatchingWeights
from donations.policies_matching import (
    why_not_draft_weights,
    why_not_edit_weights,
    why_not_propose_weights,
    why_not_publish_weights,
    why_not_send_back_weights,
)
from donations.states import WeightsState
from donations.views.answers import attempt, told
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@require_GET
def weights_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.MATCHING_VIEW)
    in_force = install_first_weights()
    versions = MatchingWeights.objects.visible_to(request.actor).order_by("-version")[:100]
    context = {"versions": versions, "source": in_force, "why_not": why_not_draft_weights(in_force)}
    return render(request, "donations/weights_list.html", context)


@require_GET
def weights_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    weights = _found(request, public_id)
    before = _previous(weights)
    actor = request.actor
    may = actor.may(Permission.WEIGHTS_EDIT)
    context = {
        "weights": weights,
        "rows": _compared(weights, before),
        "before": before,
        "may_edit": may and not why_not_edit_weights(weights),
        "why_not_propose": why_not_propose_weights(weights),
        "may_publish": may and not why_not_publish_weights(weights, actor),
        "why_not_publish": why_not_publish_weights(weights, actor) if weights.state == WeightsState.PROPOSED else None,
        "may_draft": may and not why_not_draft_weights(weights),
        "is_return": weights.state == WeightsState.RETIRED,
        "may_send_back": may and not why_not_send_back_weights(weights),
        "history": history_of([weights], actor),
    }
    return render(request, "donations/weights_detail.html", context)


@require_POST
def weights_draft(request: ActorRequest, public_id: UUID) -> HttpResponse:
    source = _for_editors(request, public_id)
    draft = told(request, partial(draft_weights, source=source, actor=request.actor))
    if draft is None:
        return redirect("donations:weights_detail", source.public_id)
    messages.success(request, _("Rancangan dibuat. Belum ada yang berubah sampai versi ini diberlakukan."))
    return redirect("donations:weights_edit", draft.public_id)


@require_http_methods(["GET", "POST"])
def weights_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    weights = _for_editors(request, public_id)
    if reason := why_not_edit_weights(weights):
        return _not_now(request, weights, reason)
    form = WeightsForm(
        request.POST if request.method == "POST" else None,
        weights=weights_from(weights.values),
        initial={"reason": weights.reason},
    )
    if request.method == "POST" and form.is_valid():
        seen, reason = _seen(request), form.cleaned_data["reason"]
        act = partial(edit_weights, weights=weights, reason=reason, seen=seen, actor=request.actor)
        if attempt(form, partial(act, values=form.weights())):
            messages.success(request, _("Rancangan disimpan."))
            return redirect("donations:weights_detail", weights.public_id)
    return render(request, "donations/weights_edit.html", {"weights": weights, "form": form})


@require_POST
def weights_propose(request: ActorRequest, public_id: UUID) -> HttpResponse:
    weights = _for_editors(request, public_id)
    if told(request, partial(propose_weights, weights=weights, actor=request.actor)):
        messages.success(request, _("Diusulkan. Koordinator lain diberi tahu bahwa ia perlu memeriksanya."))
    return redirect("donations:weights_detail", weights.public_id)


@require_http_methods(["GET", "POST"])
def weights_publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET tells what changes, POST does it."""
    weights = _for_editors(request, public_id)
    if reason := why_not_publish_weights(weights, request.actor):
        return _not_now(request, weights, reason)
    if request.method == "POST":
        if told(request, partial(publish_weights, weights=weights, actor=request.actor)):
            messages.success(request, _("Bobot ini sekarang berlaku untuk usulan pemadanan berikutnya."))
        return redirect("donations:weights_detail", weights.public_id)
    context = {"weights": weights, "rows": _compared(weights, _previous(weights)), "before": _previous(weights)}
    return render(request, "donations/weights_publish.html", context)


@require_http_methods(["GET", "POST"])
def weights_send_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    weights = _for_editors(request, public_id)
    if reason := why_not_send_back_weights(weights):
        return _not_now(request, weights, reason)
    form = WeightsReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["reason"]
        if attempt(form, partial(send_back_weights, weights=weights, reason=said, actor=request.actor)):
            messages.success(request, _("Versi ini kembali menjadi rancangan; alasannya tertulis di riwayatnya."))
            return redirect("donations:weights_detail", weights.public_id)
    return render(request, "donations/weights_send_back.html", {"weights": weights, "form": form})


def _found(request: ActorRequest, public_id: UUID) -> MatchingWeights:
    return get_object_or_404(MatchingWeights.objects.visible_to(request.actor), public_id=public_id)


def _for_editors(request: ActorRequest, public_id: UUID) -> MatchingWeights:
    weights = _found(request, public_id)
    request.actor.must(Permission.WEIGHTS_EDIT)
    return weights


def _not_now(request: ActorRequest, weights: MatchingWeights, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect("donations:weights_detail", weights.public_id)


def _seen(request: ActorRequest) -> datetime:
    """Which state of the draft the writer looked at; a value that is none fits no state."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    return seen if seen and seen.tzinfo else _NEVER


def _previous(weights: MatchingWeights) -> MatchingWeights | None:
    """What is in force while it waits; what was, when it is or was in force itself."""
    others = MatchingWeights.objects.exclude(pk=weights.pk).filter(published_at__isnull=False)
    if weights.published_at:
        return others.filter(published_at__lt=weights.published_at).order_by("-published_at").first()
    return others.filter(state=WeightsState.PUBLISHED).first()


def _compared(weights: MatchingWeights, before: MatchingWeights | None) -> list[dict[str, Any]]:
    """Each number with its words, and what it is in the version before where it differs."""
    now = _values(weights_from(weights.values))
    then = _values(weights_from(before.values)) if before else now
    return [
        {"label": label, "help": help_text, "value": value, "before": old, "changed": value != old}
        for (label, help_text, value), (_label, _help, old) in zip(now, then, strict=True)
    ]


def _values(weights: Weights) -> list[tuple[str, str, Any]]:
    form = WeightsForm(weights=weights)
    return [
        (str(bound.label), str(bound.help_text), "–" if bound.initial is None else bound.initial)
        for bound in [*form.numbers, *form.fits]
    ]
