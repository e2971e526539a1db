"""The second pair of eyes: put a proposed version into force, or send it back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.send_back_criteria import send_back_criteria
from recipients.criteria_policies import why_not_decide, why_not_send_back
from recipients.effects import effect_of
from recipients.forms.criteria import PublishForm, ReturnForm
from recipients.models import CriteriaSet
from recipients.policies import why_not_publish
from recipients.states import CriteriaState
from recipients.views.criteria import differences_of, previous_of
from recipients.views.criteria_drafting import found, not_now


def _decided_meanwhile() -> str:
    return _("Versi ini baru saja diputuskan koordinator lain. Yang tampil sekarang keadaannya yang terbaru.")


@require_http_methods(["GET", "POST"])
def criteria_publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET tells in numbers what will happen, POST does it, if the version is still the one that was read."""
    criteria = found(request, public_id)
    if reason := why_not_decide(criteria) or why_not_publish(criteria, request.actor):
        return not_now(request, criteria, reason)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _published(request, criteria, form.cleaned_data["effective_from"])
    previous = previous_of(criteria)
    context = {
        "criteria": criteria,
        "form": form,
        "previous": previous,
        "differences": differences_of(previous, criteria),
        "total": effect_of(criteria.clauses, criteria.kind).total,
    }
    return render(request, "recipients/criteria_publish.html", context)


def _published(request: ActorRequest, criteria: CriteriaSet, day: date) -> HttpResponse:
    if request.POST.get("seen") != criteria.updated_at.isoformat():
        return not_now(request, criteria, _decided_meanwhile())
    try:
        publish_criteria(criteria=criteria, actor=request.actor, effective_from=day)
    except Refused as no:
        return not_now(request, criteria, no.reason)
    except (StaleState, IllegalMove):
        return not_now(request, criteria, _decided_meanwhile())
    if criteria.state == CriteriaState.SCHEDULED:
        said = _("Disetujui. Versi ini berlaku mulai %(day)s; sampai hari itu tidak ada yang berubah.")
        messages.success(request, said % {"day": date_format(day, "j F Y")})
    else:
        messages.success(request, _("Kriteria ini sekarang berlaku, dan semua orang sudah dinilai dengannya."))
    return redirect("recipients:criteria_detail", criteria.public_id)


@require_http_methods(["GET", "POST"])
def criteria_send_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    criteria = found(request, public_id)
    if reason := why_not_send_back(criteria):
        return not_now(request, criteria, reason)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            send_back_criteria(criteria=criteria, actor=request.actor, reason=form.cleaned_data["reason"])
        except Refused as no:
            return not_now(request, criteria, no.reason)
        except (StaleState, IllegalMove):
            return not_now(request, criteria, _decided_meanwhile())
        messages.success(request, _("Versi ini kembali menjadi rancangan; alasannya tertulis di halaman ini."))
        return redirect("recipients:criteria_detail", criteria.public_id)
    return render(request, "recipients/criteria_send_back.html", {"criteria": criteria, "form": form})
