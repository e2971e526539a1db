"""Lines of a basket: put in, typed anew, taken out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.add_to_basket import add_to_basket
from donations.actions.change_item import change_item
from donations.actions.remove_item import remove_item
from donations.forms.basket import MoneyForm, OpenGiftForm, SchoolGiftForm, ThroughGiftForm, listed_aggregators
from donations.forms.gift import initial_of
from donations.models import Basket, BasketItem, DeviceType
from donations.need_rows import needs_of
from donations.offers import classes_for
from donations.views.answers import attempt
from donations.views.givers import basket_of, giver_of, way_to_a_giver
from donations.views.photos import photo_answer
from donations.views.wizard import steps_of_basket
from ksbb.accounts.requests import ActorRequest
from recipients.models import NeedClass
from schools.models import School

Target = BasketItem.Target
# What the address says (?ke=…) → target, form.
WAYS: dict[str, tuple[str, type[forms.Form]]] = {
    "wilayah": (Target.AREA, OpenGiftForm),
    "terbutuh": (Target.NEEDIEST, OpenGiftForm),
    "agregator": (Target.AGGREGATOR, ThroughGiftForm),
    "uang": (Target.AGGREGATOR, MoneyForm),
}


@require_http_methods(["GET", "POST"])
def basket_add(request: ActorRequest, npsn: str) -> HttpResponse:
    """Devices for one school. What a visitor chose before signing in stands in the address: ?gawai=tablet&jumlah=2&untuk=…"""
    school = get_object_or_404(School.objects.listed().select_related("district"), npsn=npsn)
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    form = SchoolGiftForm(request.POST or None, request.FILES or None, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        basket = basket_of(donor, request)
        facts = {"target": Target.SCHOOL, "school": school, **form.facts()}
        if attempt(form, partial(add_to_basket, basket=basket, actor=request.actor, **facts), beside="quantity"):
            messages.success(request, _("Masuk ke keranjang. Gawainya dipesan untuk Anda selama 30 menit."))
            return redirect("donations:basket_detail")
    context = {"school": school, "form": form, "rows": needs_of(school), "steps": steps_of_basket("isi")}
    return render(request, "donations/basket_add.html", context)


def _chosen(request: ActorRequest) -> dict[str, Any]:
    kind, number = request.GET.get("gawai", ""), request.GET.get("jumlah", "")
    need_class = request.GET.get("untuk", "")
    if need_class not in NeedClass.values:
        need_class = classes_for(kind)[0] if kind in DeviceType.values else NeedClass.STUDENT_DEVICE
    chosen: dict[str, Any] = {"need_class": need_class}
    if kind in DeviceType.values:
        chosen["device_type"] = kind
    if number.isascii() and number.isdigit() and len(number) < 5:
        chosen["quantity"] = int(number)
    return chosen


@require_http_methods(["GET", "POST"])
def basket_target(request: ActorRequest) -> HttpResponse:
    """Where the gift goes, when it is not one chosen school."""
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    way = request.GET.get("ke", "")
    if way not in WAYS:
        context = {"steps": steps_of_basket("isi"), "has_aggregators": listed_aggregators().exists()}
        return render(request, "donations/basket_target.html", context)
    form = _form_for(way, request)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()  # type: ignore[attr-defined]
        if attempt(form, partial(add_to_basket, basket=basket_of(donor, request), actor=request.actor, **facts)):
            messages.success(request, _("Masuk ke keranjang."))
            return redirect("donations:basket_detail")
    return render(request, "donations/basket_gift.html", {"form": form, "way": way, "steps": steps_of_basket("isi")})


def _form_for(way: str, request: ActorRequest, initial: dict[str, Any] | None = None) -> forms.Form:
    target, kind = WAYS[way]
    more: dict[str, Any] = {"target": target} if kind is OpenGiftForm else {}
    return kind(request.POST or None, request.FILES or None, initial=initial, **more)


@require_http_methods(["GET", "POST"])
def basket_item(request: ActorRequest, item: int) -> HttpResponse:
    """One line: typed anew, or taken out (the button “hapus”)."""
    found = _own_item(request, item)
    if request.method == "POST" and "hapus" in request.POST:
        remove_item(item=found, actor=request.actor)
        messages.success(request, _("Dikeluarkan dari keranjang."))
        return redirect("donations:basket_detail")
    form = _form_of(found, request)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()  # type: ignore[attr-defined]
        if attempt(form, partial(change_item, item=found, actor=request.actor, **facts)):
            messages.success(request, _("Perubahan disimpan."))
            return redirect("donations:basket_detail")
    return render(request, "donations/basket_item.html", {"item": found, "form": form, "steps": steps_of_basket("isi")})


def _own_item(request: ActorRequest, item: int) -> BasketItem:
    mine = Basket.objects.visible_to(request.actor).open()
    rows = BasketItem.objects.filter(basket__in=mine).select_related("basket__donor", "school", "aggregator")
    return get_object_or_404(rows, pk=item)


def _form_of(item: BasketItem, request: ActorRequest) -> forms.Form:
    more = {
        "need_class": item.need_class,
        "area": item.area,
        "form": item.form,
        "aggregator": item.aggregator_id,
        "amount": item.amount,
    }
    initial = initial_of(item) | more
    if item.target == Target.SCHOOL:
        return SchoolGiftForm(request.POST or None, request.FILES or None, initial=initial)
    way = next(
        name for name, (target, kind) in WAYS.items() if target == item.target and (kind is MoneyForm) == item.is_money
    )
    return _form_for(way, request, initial)


@require_GET
def item_photo(request: ActorRequest, item: int) -> HttpResponse:
    """The photo of a used device, for the people of the basket only."""
    found = _own_item(request, item)
    if not found.photo:
        raise Http404
    return photo_answer(found.photo)
