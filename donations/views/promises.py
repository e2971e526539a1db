"""A promise between its making and its handover: changed, divided, accepted."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.accept_pledge import accept_pledge
from donations.actions.edit_pledge import edit_pledge
from donations.actions.split_pledge import split_pledge
from donations.effects import Effect, effects_of
from donations.forms.promise import EditForm, SplitForm
from donations.models import Pledge
from donations.policies import is_giver, is_taker, only_giver, only_taker
from donations.policies_promise import why_not_accept, why_not_edit_pledge, why_not_split
from donations.views.answers import attempt
from donations.views.photos import photo_answer
from donations.views.pledges import visible_pledge
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission


@require_http_methods(["GET", "POST"])
def pledge_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What the change does to the open need is shown first (“lihat”); the second button does it."""
    found = _given(request, public_id)
    form = EditForm(request.POST or None, pledge=found, lines=list(found.lines.order_by("pk")))
    effects: list[Effect] = []
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, partial(_edit, found, form, request)) if "simpan" in request.POST else None
        if saved:
            messages.success(request, _("Perubahan disimpan. Sekolah diberi tahu."))
            return redirect("donations:pledge_detail", found.public_id)
        effects = _possible(form, effects_of(found, form.released()))
    context = {"pledge": found, "form": form, "effects": effects, "reason": why_not_edit_pledge(found)}
    return render(request, "donations/pledge_edit.html", context)


def _possible(form: EditForm, effects: list[Effect]) -> list[Effect]:
    """None of them, and the reason beside the number, when more is asked for than the school waits for."""
    if not any(effect.short for effect in effects):
        return effects
    if not form.errors:
        form.refuse_short(effects)
    return []


def _given(request: ActorRequest, public_id: UUID) -> Pledge:
    found = visible_pledge(request, public_id)
    request.actor.must(Permission.PLEDGE_CREATE)
    only_giver(found, request.actor)
    return found


def _edit(pledge: Pledge, form: EditForm, request: ActorRequest) -> Pledge:
    said = form.cleaned_data
    return edit_pledge(
        pledge=pledge,
        actor=request.actor,
        quantities=form.quantities(),
        details=form.details(),
        proposed_on=said["proposed_on"],
        delivery=said["delivery"],
        drop_point=said["drop_point"],
        note=said["note"],
    )


@require_http_methods(["GET", "POST"])
def pledge_split(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _given(request, public_id)
    form = SplitForm(request.POST or None, pledge=found, lines=list(found.lines.order_by("pk")))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("proposed_on", "request_key")}
        act = partial(split_pledge, pledge=found, parts=form.parts(), actor=request.actor, **said)
        if part := attempt(form, act):
            messages.success(request, _("Bagian itu sekarang komitmen sendiri dengan tanggalnya sendiri."))
            return redirect("donations:pledge_detail", part.public_id)
    context = {"pledge": found, "form": form, "reason": why_not_split(found)}
    return render(request, "donations/pledge_split.html", context)


@require_http_methods(["GET", "POST"])
def pledge_accept(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The school says that it is ready; a second time changes nothing."""
    found = visible_pledge(request, public_id)
    request.actor.must(Permission.HANDOVER_SCHEDULE)
    only_taker(found, request.actor)
    reason = why_not_accept(found)
    if request.method == "POST" and not reason:
        accept_pledge(pledge=found, actor=request.actor)
        messages.success(request, _("Donatur diberi tahu bahwa sekolah siap menerima."))
        return redirect("donations:pledge_detail", found.public_id)
    return render(request, "donations/pledge_accept.html", {"pledge": found, "reason": reason})


@require_GET
def line_photo(request: ActorRequest, public_id: UUID, line: int) -> HttpResponse:
    """The photo of a used device: for the two sides and the officers who see the gift."""
    found = visible_pledge(request, public_id)
    one = get_object_or_404(found.lines.exclude(photo=""), pk=line)
    allowed = is_giver(found, request.actor) or is_taker(found, request.actor) or request.actor.oversees
    if not allowed:
        raise Http404
    return photo_answer(one.photo)
