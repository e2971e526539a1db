"""What a person looks for again: kept, told about, forgotten. One's own only."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.forget_search import forget_search
from donations.actions.save_search import save_search
from donations.actions.switch_search import switch_search
from donations.forms.filters import NeedFilter
from donations.forms.search import SearchForm
from donations.models import SavedSearch
from donations.searching import open_counts
from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused


def _own_or_404(request: ActorRequest, public_id: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.actor), public_id=public_id)


@require_GET
def search_list(request: ActorRequest) -> HttpResponse:
    searches = list(SavedSearch.objects.visible_to(request.actor).order_by("-pk"))
    counts = open_counts([search.filters for search in searches])
    rows = list(zip(searches, counts, strict=True))
    return render(request, "donations/search_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def search_save(request: ActorRequest) -> HttpResponse:
    """The filters stand in the address, as on the list."""
    wanted = NeedFilter(request.GET)
    form = SearchForm(request.POST or None, initial={"name": wanted.words})
    if form.is_valid():
        name, tells = form.cleaned_data["name"], form.cleaned_data["tells"]
        try:
            save_search(filters=wanted.parts, name=name, tells=tells, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Pencarian disimpan."))
            return redirect("donations:search_list")
    context = {
        "form": form,
        "words": wanted.words,
        "open": open_counts([wanted.parts])[0],
        "back_url": f"{reverse('donations:need_list')}?{urlencode(wanted.parts)}",
    }
    return render(request, "donations/search_save.html", context)


@require_GET
def search_open(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """To the list with the kept filters: messages lead here, so that they hold no filters."""
    search = _own_or_404(request, public_id)
    return redirect(f"{reverse('donations:need_list')}?{urlencode(search.filters)}")


@require_POST
def search_tell(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """POST `tells=1` turns the telling on, anything else off."""
    search = _own_or_404(request, public_id)
    switch_search(search=search, tells=request.POST.get("tells") == "1", actor=request.actor)
    told = _("Pemberitahuan dinyalakan.") if search.tells else _("Pemberitahuan dimatikan.")
    messages.success(request, told)
    return redirect("donations:search_list")


@require_http_methods(["GET", "POST"])
def search_delete(request: ActorRequest, public_id: UUID) -> HttpResponse:
    search = _own_or_404(request, public_id)
    if request.method == "POST":
        forget_search(search=search, actor=request.actor)
        messages.success(request, _("Pencarian dihapus."))
        return redirect("donations:search_list")
    return render(request, "donations/search_delete.html", {"search": search})
