"""Places where devices can be left: for everybody to find, and for those who run them."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.save_drop_point import save_drop_point
from donations.forms.drop_points import DropPointForm, initial_of
from donations.models import DropPoint
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.territories.models import Territory, short_name

CITY = 5


@require_GET
def drop_point_list(request: ActorRequest) -> HttpResponse:
    """Public; by kota, one of them with ?kota=…"""
    listed = DropPoint.objects.listed().select_related("organisation")
    codes = {region[:CITY] for region in listed.values_list("region", flat=True)}
    names = {one.code: short_name(one.name) for one in Territory.objects.filter(code__in=codes).order_by("name")}
    city = request.GET.get("kota", "")
    if city in names:
        listed = listed.filter(region__startswith=city)
    page = page_of(listed, "region", "id", after=request.GET.get(PARAMETER, ""), size=50)
    groups = [(names.get(code, ""), list(rows)) for code, rows in groupby(page.rows, lambda one: one.region[:CITY])]
    context = {"page": page, "groups": groups, "cities": list(names.items()), "city": city}
    return render(request, "donations/drop_point_list.html", context)


@require_GET
def drop_point_manage(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.DROP_POINT_MANAGE)
    page = page_of(DropPoint.objects.visible_to(request.actor), "-id", after=request.GET.get(PARAMETER, ""))
    return render(request, "donations/drop_point_manage.html", {"page": page})


@require_http_methods(["GET", "POST"])
def drop_point_add(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.DROP_POINT_MANAGE)
    return _typed(request, None)


@require_http_methods(["GET", "POST"])
def drop_point_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _typed(request, get_object_or_404(DropPoint.objects.visible_to(request.actor), public_id=public_id))


def _typed(request: ActorRequest, point: DropPoint | None) -> HttpResponse:
    form = DropPointForm(request.POST or None, initial=initial_of(point) if point else None)
    if request.method == "POST" and form.is_valid():
        act = partial(save_drop_point, actor=request.actor, point=point, **form.cleaned_data)
        if attempt(form, act):
            messages.success(request, _("Titik kumpul tersimpan."))
            return redirect("donations:drop_point_manage")
    return render(request, "donations/drop_point_edit.html", {"form": form, "point": point})
