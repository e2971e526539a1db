"""The basket: what is in it, for how long it is held, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.drop_basket import drop_basket
from donations.actions.hold_basket import hold_basket
from donations.models import Basket
from donations.states import BasketState, PledgeState
from donations.views.basket_lines import lines_of_basket
from donations.views.givers import current_basket, giver_of, way_to_a_giver
from donations.views.wizard import steps_of_basket
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


@require_GET
def basket_detail(request: ActorRequest) -> HttpResponse:
    donor = giver_of(request)
    if donor is None and not request.actor.may(Permission.PLEDGE_CREATE):
        return redirect(way_to_a_giver(request))
    basket = current_basket(donor, request) if donor else None
    lines = lines_of_basket(basket) if basket else []
    context = {
        "basket": basket,
        "lines": lines,
        "missing": any(one.missing > 0 for one in lines),
        "now": timezone.now(),
        "steps": steps_of_basket("isi"),
        "done": Basket.objects.visible_to(request.actor).filter(state=BasketState.COMMITTED).order_by("-id")[:5],
    }
    return render(request, "donations/basket_detail.html", context)


def own_basket(request: ActorRequest) -> Basket:
    """The open basket of the person, or 404."""
    mine = Basket.objects.visible_to(request.actor).open().select_related("donor__organisation", "drop_point")
    return get_object_or_404(mine, created_by_id=request.actor.user_id or 0)


@require_POST
def basket_hold(request: ActorRequest) -> HttpResponse:
    try:
        short = hold_basket(basket=own_basket(request), actor=request.actor)
    except Refused as no:
        messages.warning(request, no.reason)
        return redirect("donations:basket_detail")
    if short:
        words = ngettext(
            "%(count)s baris tidak lagi tersedia seluruhnya. Sesuaikan jumlahnya atau pilih tujuan lain.",
            "%(count)s baris tidak lagi tersedia seluruhnya. Sesuaikan jumlahnya atau pilih tujuan lain.",
            len(short),
        )
        messages.warning(request, words % {"count": len(short)})
    else:
        messages.success(request, _("Semua gawai di keranjang dipesan lagi untuk Anda."))
    return redirect("donations:basket_detail")


@require_http_methods(["GET", "POST"])
def basket_drop(request: ActorRequest) -> HttpResponse:
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    basket = current_basket(donor, request)
    if basket is None:
        return redirect("donations:basket_detail")
    if request.method == "POST":
        drop_basket(basket=basket, actor=request.actor)
        messages.success(request, _("Keranjang dibatalkan. Yang tadinya dipesan dapat dipilih donatur lain."))
        return redirect("donations:need_list")
    return render(request, "donations/basket_drop.html", {"lines": lines_of_basket(basket)})


@require_GET
def basket_done(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What one sent basket became."""
    sent = Basket.objects.visible_to(request.actor).filter(state=BasketState.COMMITTED)
    basket = get_object_or_404(sent, public_id=public_id)
    context = {
        "basket": basket,
        "pledges": basket.pledges.exclude(state=PledgeState.DRAFT)
        .filter(committed_at__isnull=False)
        .select_related("school__district")
        .prefetch_related("lines")
        .order_by("pk"),
        "wishes": basket.wishes.order_by("pk"),
        "consignments": basket.consignments.select_related("aggregator").order_by("pk"),
    }
    return render(request, "donations/basket_done.html", context)
