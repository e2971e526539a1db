"""The draw of visits: for everybody to see and to repeat, for two coordinators to hold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.limits import limited
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from recipients.draws import lot_in_digits
from verification.actions.commit_sample import commit_sample
from verification.actions.draw_sample import draw_sample
from verification.forms_samples import SampleForm
from verification.lots import BY_LOT, lines_of, took_part
from verification.models import SampleDraw
from verification.policies_samples import is_open_to_all, opened_at_latest, sample_from, why_not_draw_sample
from verification.sampling import z_value

HOUR = 60 * 60
SHOWN = 20


@require_GET
def sample_list(request: ActorRequest) -> HttpResponse:
    draws = SampleDraw.objects.visible_to(request.actor)
    page: Page[SampleDraw] = page_of(draws, "-id", after=request.GET.get(PARAMETER, ""))
    return render(request, "verification/sample_list.html", {"page": page})


@limited("sample_detail", amount=120, seconds=HOUR, methods=frozenset({"GET"}))
@require_GET
def sample_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Seed and lots are shown when they foretell no visit any more."""
    draw = _seen(request, public_id)
    is_open = is_open_to_all(draw)
    context = {
        "draw": draw,
        "from": sample_from(draw),
        "z": f"{z_value(draw.confidence):.3f}",
        "is_open": is_open,
        "latest": opened_at_latest(draw),
        "lots": _first_lots(draw) if is_open else [],
        "why_not": why_not_draw_sample(draw, request.actor) if request.actor.may(Permission.SAMPLE_DRAW) else None,
    }
    return render(request, "verification/sample_detail.html", context)


def _seen(request: ActorRequest, public_id: UUID) -> SampleDraw:
    return get_object_or_404(SampleDraw.objects.visible_to(request.actor), public_id=public_id)


def _first_lots(draw: SampleDraw) -> list[dict[str, object]]:
    found = took_part(draw, draw.seed).order_by(*BY_LOT).values_list("public_id", "lot")[:SHOWN]
    return [
        {"place": place, "ticket": ticket, "lot": lot_in_digits(lot), "is_drawn": place <= draw.size}
        for place, (ticket, lot) in enumerate(found, start=1)
    ]


@limited("sample_lots", amount=30, seconds=HOUR, methods=frozenset({"GET"}))
@require_GET
def sample_lots(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """The file whose SHA-256 was published with the draw."""
    draw = _seen(request, public_id)
    if not is_open_to_all(draw):
        raise Http404
    name = f"undian-sampel-{draw.drawn_at:%Y%m%d}-{draw.commitment[:8]}.csv"
    return StreamingHttpResponse(lines_of(draw, draw.seed), headers=saved_as(name))


@require_http_methods(["GET", "POST"])
def sample_commit(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.SAMPLE_DRAW)
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "until"}
        try:
            draw = commit_sample(actor=request.actor, **told)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Benih sudah dikunci dan sidiknya tampil untuk umum."))
            return redirect("verification:sample_detail", draw.public_id)
    return render(request, "verification/sample_commit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def sample_hold(request: ActorRequest, public_id: UUID) -> HttpResponse:
    draw = _seen(request, public_id)
    request.actor.must(Permission.SAMPLE_DRAW)
    reason = why_not_draw_sample(draw, request.actor)
    if request.method == "POST":
        try:
            draw_sample(draw=draw, actor=request.actor)
        except Refused as no:
            reason = no.reason
        except StaleState:
            reason = _("Undian ini baru saja diundi orang lain; muat ulang halamannya.")
        else:
            messages.success(request, _("Sudah diundi. Kunjungannya kini tampil di daftar petugas."))
            return redirect("verification:sample_detail", public_id)
    return render(request, "verification/sample_hold.html", {"draw": draw, "reason": reason})
