"""One line of a proposal: why this school and not that, and what it costs to hold it fast, to forbid it, or to move it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.mark_line import FORBID, NOTHING, PIN, mark_line
from donations.actions.move_line import move_line
from donations.forms.matching import MoveForm
from donations.matching_costs import Price, price_of_forbid, price_of_pin
from donations.matching_input import schools_named
from donations.matching_words import IMPOSSIBLE, explain, next_schools
from donations.models import MatchingLine
from donations.policies_matching import why_not_mark, why_not_move_line
from donations.views.answers import attempt, told
from donations.views.matching import found
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission

_MARKS = {"tahan": PIN, "larang": FORBID, "lepas": NOTHING}


@require_http_methods(["GET", "POST"])
def matching_line(request: ActorRequest, public_id: UUID, line: UUID) -> HttpResponse:
    """?tanda=tahan or ?tanda=larang tells the price first; POST with it does it."""
    row = _row(request, public_id, line)
    if request.method == "POST":
        request.actor.must(Permission.MATCHING_RUN)
        mark = _MARKS.get(request.POST.get("tanda", ""), NOTHING)
        if told(request, partial(mark_line, line=row, mark=mark, actor=request.actor)):
            messages.success(request, _said(mark))
        return redirect("donations:matching_detail", row.run.public_id)
    reason = why_not_mark(row)
    may_mark = request.actor.may(Permission.MATCHING_RUN) and not reason
    asked = request.GET.get("tanda", "") if may_mark else ""
    context = {
        "row": row,
        "run": row.run,
        "sentences": explain(row, schools_named(next_schools([row]))),
        "may_mark": may_mark,
        "reason": reason,
        "asked": asked if asked in ("tahan", "larang") else "",
        "price": _price(row, asked),
        "form": MoveForm(initial={"quantity": row.quantity}),
    }
    return render(request, "donations/matching_line.html", context)


@require_http_methods(["GET", "POST"])
def line_move(request: ActorRequest, public_id: UUID, line: UUID) -> HttpResponse:
    """GET with a school and a number tells the price, POST holds the devices fast there."""
    row = _row(request, public_id, line)
    request.actor.must(Permission.MATCHING_RUN)
    form = MoveForm(request.POST if request.method == "POST" else request.GET or None)
    price: Price | None = None
    if form.is_valid():
        school, quantity = form.cleaned_data["npsn"], form.cleaned_data["quantity"]
        if reason := why_not_mark(row) or why_not_move_line(row, school, quantity):
            form.add_error(None, reason)
        elif request.method == "GET":
            price = price_of_pin(row, school_id=school.pk, quantity=quantity)
        elif attempt(form, partial(move_line, line=row, school=school, quantity=quantity, actor=request.actor)):
            messages.success(request, _("Dicatat. Hitung ulang usulannya supaya sisanya ikut menyesuaikan."))
            return redirect("donations:matching_detail", row.run.public_id)
    context = {"row": row, "run": row.run, "form": form, "price": _told(price)}
    return render(request, "donations/matching_move.html", context)


def _row(request: ActorRequest, public_id: UUID, line: UUID) -> MatchingLine:
    run = found(request, public_id)
    lines = MatchingLine.objects.filter(run=run).select_related(
        "run__weights", "school__district", "wish__donor__organisation", "lot__aggregator__organisation", "pledge"
    )
    return get_object_or_404(lines, public_id=line)


def _price(row: MatchingLine, asked: str) -> dict[str, Any] | None:
    if asked == "tahan":
        return _told(price_of_pin(row))
    return _told(price_of_forbid(row)) if asked == "larang" else None


def _told(price: Price | None) -> dict[str, Any] | None:
    """The cost in the signs that a person expects: minus is less."""
    if price is None:
        return None
    if price.cost is None:
        return {"why": IMPOSSIBLE.get(price.why, price.why)}
    cost = price.cost
    changes = [
        (_("Gawai yang mendapat sekolah"), cost.devices),
        (_("Gawai pertama di rumah"), cost.first_devices),
        (_("Poin prioritas dan kecocokan"), cost.objective),
        (_("Kurang dari bagian adil"), cost.short),
        (_("Jumlah kiriman"), cost.destinations),
    ]
    return {"rows": changes, "is_free": not any(change for _label, change in changes)}


def _said(mark: str) -> str:
    if mark == PIN:
        return _("Baris ini ditahan: usulan berikutnya tidak memindahkannya.")
    if mark == FORBID:
        return _("Baris ini dilarang. Hitung ulang usulannya supaya gawainya mendapat tempat lain.")
    return _("Tandanya dilepas.")
