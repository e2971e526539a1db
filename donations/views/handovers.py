"""Appointments: planned, held, called off."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.cancel_handover import cancel_handover
from donations.actions.schedule_handover import schedule_handover
from donations.forms.handover import ReasonForm, ScheduleForm
from donations.models import Allocation, Handover, HandoverCertificate
from donations.policies import (
    has_papers,
    is_giver,
    is_taker,
    only_sides,
    unready_units,
    why_not_cancel,
    why_not_issue,
    why_not_schedule,
)
from donations.policies_handover import may_choose_officer, why_not_choose_officer
from donations.shortfalls import shortfalls_of
from donations.slips import slips_of
from donations.states import HandoverState
from donations.views.answers import attempt
from donations.views.papers import papers_form
from donations.views.pledges import visible_pledge
from donations.views.progress import may_issue, ways_of_handover
from donations.views.units import may_record, units_of
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of

# Those that an officer goes along to.
MINE = "dampingan"
# name in the address → (label, states, order)
LISTS = {
    "mendatang": (gettext_lazy("Akan datang"), (HandoverState.PLANNED,), ("scheduled_for", "id")),
    "selesai": (gettext_lazy("Selesai"), (HandoverState.DONE, HandoverState.REPORTED), ("-done_at", "-id")),
    "batal": (gettext_lazy("Dibatalkan"), (HandoverState.CANCELLED,), ("-id",)),
    MINE: (gettext_lazy("Saya dampingi"), (HandoverState.PLANNED,), ("scheduled_for", "id")),
}


def visible_handover(request: ActorRequest, public_id: UUID) -> Handover:
    """The appointment, or 404."""
    seen = Handover.objects.visible_to(request.actor).select_related(
        "pledge__donor__organisation", "pledge__school", "school", "officer"
    )
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "POST"])
def handover_schedule(request: ActorRequest, public_id: UUID) -> HttpResponse:
    pledge = visible_pledge(request, public_id)
    request.actor.must(Permission.HANDOVER_SCHEDULE)
    only_sides(pledge, request.actor)
    form = ScheduleForm(request.POST or None, pledge=pledge)
    if request.method == "POST" and form.is_valid():
        said = {"scheduled_for": form.scheduled_for, **{name: form.cleaned_data[name] for name in ("place", "officer")}}
        act = partial(schedule_handover, pledge=pledge, actor=request.actor, **said)
        if planned := attempt(form, act):
            messages.success(request, _("Jadwal tersimpan; pihak lain dan Kasatlak kecamatan diberi tahu."))
            return redirect("donations:handover_detail", planned.public_id)
    reason = why_not_schedule(pledge)
    context = {"pledge": pledge, "form": form, "reason": reason, "unready": unready_units(pledge).count()}
    return render(request, "donations/handover_schedule.html", context)


@require_GET
def handover_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.HANDOVER_VIEW)
    offered = _lists_for(request.actor)
    shown = request.GET.get("daftar", "")
    shown = shown if shown in offered else "mendatang"
    _label, states, order = LISTS[shown]
    handovers = Handover.objects.visible_to(request.actor).filter(state__in=states)
    if shown == MINE:
        handovers = handovers.filter(officer_id=request.actor.user_id or 0)
    handovers = handovers.select_related("pledge__donor__organisation", "school")
    page = page_of(handovers, *order, after=request.GET.get(PARAMETER, ""))
    context = {"page": page, "rows": _with_counts(page), "shown": shown, "lists": list(offered.items())}
    return render(request, "donations/handover_list.html", context)


def _lists_for(actor: Actor) -> dict[str, str | Promise]:
    """Name in the address → label; the last one is for those who may be asked to go along."""
    return {name: one[0] for name, one in LISTS.items() if name != MINE or actor.may(Permission.VISIT_MAKE)}


def _with_counts(page: Page[Handover]) -> list[tuple[Handover, int]]:
    """Each appointment with the number of its devices."""
    counted = Allocation.objects.filter(handover__in=page.rows).values_list("handover_id").annotate(count=Count("pk"))
    counts = dict(counted)
    return [(handover, counts.get(handover.pk, 0)) for handover in page.rows]


@require_GET
@people_shown(Read.Kind.LIST)
def handover_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    units, page = units_of(handover, request.actor, after=request.GET.get(PARAMETER, ""))
    papers = HandoverCertificate.objects.visible_to(request.actor).filter(handover=handover, device=None)
    context = {
        "handover": handover,
        "units": units,
        "page": page,
        "papers": papers.order_by("-id"),
        "slips": slips_of(handover, request.actor),
        "papers_form": papers_form(handover) if may_issue(handover, request.actor) else None,
        "ways": ways_of_handover(handover, request.actor),
        "waits_for": why_not_issue(handover) if handover.state == HandoverState.PLANNED else None,
        "may_record": may_record(handover, request.actor, units[0].allocation if units else None),
        "is_giver": is_giver(handover.pledge, request.actor),
        "is_taker": is_taker(handover.pledge, request.actor),
        "history": history_of(handover, request.actor),
        **_day_of(handover, request.actor),
    }
    return render(request, "donations/handover_detail.html", context)


def _day_of(handover: Handover, actor: Actor) -> dict[str, object]:
    """What there is to know for the day itself."""
    return {
        "has_papers": has_papers(handover),
        "shortfalls": shortfalls_of(handover, actor),
        "may_choose_officer": may_choose_officer(handover, actor) and not why_not_choose_officer(handover),
    }


@require_http_methods(["GET", "POST"])
def handover_cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.HANDOVER_SCHEDULE)
    only_sides(handover.pledge, request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(cancel_handover, handover=handover, actor=request.actor, reason=form.cleaned_data["reason"])
        if attempt(form, act):
            messages.success(request, _("Jadwal dibatalkan. Gawainya tetap dijanjikan dan dapat dijadwalkan lagi."))
            return redirect("donations:pledge_detail", handover.pledge.public_id)
    context = {"handover": handover, "form": form, "reason": why_not_cancel(handover)}
    return render(request, "donations/handover_cancel.html", context)
