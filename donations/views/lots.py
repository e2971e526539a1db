"""Part of an aggregator's stock goes to a school."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.place_lot import place_lot
from donations.forms.books import PlaceLotForm, lot_of
from donations.models import LedgerEntry, Pledge
from donations.policies_books import only_own_book
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission


@require_http_methods(["GET", "POST"])
def lot_place(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A committed promise to one school, all of it or nothing; the school and its needs are looked up by NPSN."""
    seen = LedgerEntry.objects.visible_to(request.actor).select_related("aggregator__organisation")
    entry = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.LEDGER_RECORD)
    only_own_book(entry.aggregator, request.actor)
    lot = lot_of(entry)
    if lot is None:
        raise Http404
    form = PlaceLotForm(request.POST or None, lot=lot, name=request.actor.name)
    if request.method == "POST" and form.is_valid() and (made := _place(form, entry, request)):
        messages.success(request, _("Gawai dijanjikan, dan sekolahnya diberi tahu. Sepakati jadwal penyerahannya."))
        return redirect("donations:pledge_detail", made.public_id)
    return render(request, "donations/lot_place.html", {"lot": lot, "form": form})


def _place(form: PlaceLotForm, entry: LedgerEntry, request: ActorRequest) -> Pledge | None:
    said = {name: value for name, value in form.cleaned_data.items() if name != "npsn"}
    assert form.school is not None
    return attempt(form, partial(place_lot, lot=entry, school=form.school, actor=request.actor, **said))
