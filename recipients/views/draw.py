"""The draw among equal ranks: for everybody to see and to repeat, for two coordinators to hold."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.db.models import F, Value
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.limits import limited
from ksbb.common.refusals import Refused
from ksbb.common.spreadsheet_out import csv_lines
from ksbb.common.states import StaleState
from recipients.actions.commit_draw import commit_draw
from recipients.actions.draw_lots import draw_lots
from recipients.draws import LotOf, lot_in_digits, lot_of
from recipients.forms.draw import TicketForm
from recipients.models import NO_LOT, Draw, Need
from recipients.models.need import NeedQuerySet
from recipients.rank_policies import draw_from, why_not_commit_draw, why_not_draw_lots
from recipients.states import DrawState

HOUR = 60 * 60
AT_ONCE = 5_000


@limited("draw_ticket", amount=60, seconds=HOUR)
@require_http_methods(["GET", "POST"])
def draw_list(request: ActorRequest) -> HttpResponse:
    """All draws, and the form that looks up one ticket (sent by POST: the number stands in no address)."""
    form = TicketForm(request.POST or None)
    context = {
        "draws": Draw.objects.visible_to(request.actor).order_by("-id"),
        "form": form,
        "need": _found(form.cleaned_data["ticket"]) if form.is_valid() else None,
        "may_commit": request.actor.may(Permission.DRAW_HOLD) and why_not_commit_draw() is None,
    }
    if context["need"]:
        context |= _result(context["need"])  # type: ignore[arg-type]
    return render(request, "recipients/draw_list.html", context)


def _found(ticket: tuple[UUID, UUID]) -> Need | None:
    return Need.objects.filter(public_id__range=ticket).select_related("draw").first()


def _result(need: Need) -> dict[str, object]:
    """What the draw said of one ticket: nothing of the person or the school."""
    if need.lot == NO_LOT:
        return {"lot": ""}
    draw = need.draw if need.draw and lot_of(need.draw.seed, need.public_id) == need.lot else None
    before = Need.objects.filter(draw=draw, lot__lt=need.lot).count() if draw else 0
    return {"lot": lot_in_digits(need.lot), "draw": draw, "place": before + 1}


def tickets_of(draw: Draw) -> NeedQuerySet:
    """The needs whose lot this draw gave: found by its mark, proven by the seed, which hashes no ticket of another draw."""
    return Need.objects.filter(draw=draw, lot=LotOf(Value(draw.seed), F("public_id")))


@require_GET
def draw_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    draw = get_object_or_404(Draw.objects.visible_to(request.actor), public_id=public_id)
    context = {"draw": draw, "from": draw_from(draw), "example": None}
    if draw.tickets:
        # Whichever is found first: ordering them all for an example would cost every visitor the whole draw.
        found = tickets_of(draw).order_by().values_list("public_id", "lot")[:1]
        context["example"] = next(({"ticket": ticket, "lot": lot_in_digits(lot)} for ticket, lot in found), None)
    return render(request, "recipients/draw_detail.html", context)


@limited("draw_tickets", amount=30, seconds=HOUR, methods=frozenset({"GET"}))
@require_GET
def draw_tickets(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Place, ticket and lot of everybody who took part, in the order of the lots; nothing else."""
    draw = get_object_or_404(Draw.objects.visible_to(request.actor), public_id=public_id, state=DrawState.DRAWN)
    name = f"undian-{draw.drawn_at:%Y%m%d}-{draw.commitment[:8]}.csv"
    return StreamingHttpResponse(csv_lines(_rows(draw)), headers=saved_as(name))


def _rows(draw: Draw) -> Iterator[tuple[object, ...]]:
    yield "urutan", "tiket", "hasil"
    drawn = tickets_of(draw).order_by("lot", "public_id").values_list("public_id", "lot")
    for place, (ticket, lot) in enumerate(drawn.iterator(chunk_size=AT_ONCE), start=1):
        yield place, str(ticket), lot_in_digits(lot)


@require_http_methods(["GET", "POST"])
def draw_commit(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.DRAW_HOLD)
    reason = why_not_commit_draw()
    if request.method == "POST":
        try:
            draw = commit_draw(actor=request.actor)
        except Refused as no:
            reason = no.reason
        else:
            messages.success(request, _("Benih sudah dikunci dan sidiknya tampil untuk umum."))
            return redirect("recipients:draw_detail", draw.public_id)
    return render(request, "recipients/draw_commit.html", {"reason": reason})


@require_http_methods(["GET", "POST"])
def draw_hold(request: ActorRequest, public_id: UUID) -> HttpResponse:
    draw = get_object_or_404(Draw.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.DRAW_HOLD)
    reason = why_not_draw_lots(draw, request.actor)
    if request.method == "POST":
        try:
            draw_lots(draw=draw, actor=request.actor)
        except Refused as no:
            reason = no.reason
        except StaleState:
            reason = _("Undian ini baru saja diundi orang lain; muat ulang halamannya.")
        else:
            messages.success(request, _("Sudah diundi. Benih dan hasilnya kini tampil untuk umum."))
            return redirect("recipients:draw_detail", public_id)
    context = {"draw": draw, "reason": reason, "waiting": Need.objects.open().filter(lot=NO_LOT).count()}
    return render(request, "recipients/draw_hold.html", context)
