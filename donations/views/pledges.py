"""Promises: made, followed, taken back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.pledge import NotEnoughLeft, pledge
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.effects import effects_of, held_by_class
from donations.forms.handover import ReasonForm
from donations.forms.pledge import PledgeForm
from donations.line_progress import VERIFIED, lines_of
from donations.models import Donor, Handover, HandoverCertificate, Pledge, Wish
from donations.policies import is_giver, is_taker, only_giver, why_not_withdraw_pledge
from donations.states import AllocationState, HandoverState, PledgeState
from donations.views.answers import attempt
from donations.views.givers import giver_of, way_to_a_giver
from donations.views.progress import is_inspected, steps_of, ways_of_pledge
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from recipients.statistics import figures_of_school
from schools.models import School

SHOWN_STATES = (PledgeState.COMMITTED, PledgeState.FULFILLED, PledgeState.EXPIRED, PledgeState.WITHDRAWN)


@require_http_methods(["GET", "POST"])
def pledge_create(request: ActorRequest, npsn: str) -> HttpResponse:
    school = get_object_or_404(School.objects.listed().select_related("district"), npsn=npsn)
    donor = giver_of(request)
    if donor is None:
        return redirect(way_to_a_giver(request))
    form = PledgeForm(request.POST or None, left=figures_of_school(school.pk))
    if request.method == "POST" and form.is_valid() and (made := _promise(form, donor, school, request)):
        return redirect("donations:pledge_detail", made.public_id)
    context = {"school": school, "form": form, "blocks": list(form.blocks()), "donor": donor}
    return render(request, "donations/pledge_create.html", context)


def _promise(form: PledgeForm, donor: Donor, school: School, request: ActorRequest) -> Pledge | None:
    said = form.cleaned_data
    try:
        return pledge(
            donor=donor,
            school=school,
            offers=form.offers(),
            proposed_on=said["proposed_on"],
            signed_name=" ".join(said["signed_name"].split()),
            note=said["note"],
            request_key=said["request_key"],
            actor=request.actor,
        )
    except NotEnoughLeft as no:
        form.left[no.need_class] = no.left
        form.refuse_quantity(no.need_class, no.reason)
    except Refused as no:
        form.add_error(None, no.reason)
    return None


@require_GET
def pledge_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.PLEDGE_VIEW)
    state = request.GET.get("keadaan", "")
    pledges = Pledge.objects.visible_to(request.actor).select_related("donor__organisation", "school")
    if state in PledgeState.values:
        pledges = pledges.filter(state=state)
    page = page_of(pledges.prefetch_related("lines"), "-id", after=request.GET.get(PARAMETER, ""))
    context = {
        "page": page,
        "state": state,
        "states": [(one.value, one.label) for one in SHOWN_STATES],
        "wishes": _waiting_wishes(request),
    }
    return render(request, "donations/pledge_list.html", context)


def _waiting_wishes(request: ActorRequest) -> list[Wish]:
    """The giver's own that wait for the matching."""
    if not request.actor.may(Permission.PLEDGE_CREATE):
        return []
    mine = (
        Wish.objects.visible_to(request.actor).open().filter(donor__organisation_id=request.actor.organisation_id or 0)
    )
    return list(mine.order_by("-id")[:10])


def visible_pledge(request: ActorRequest, public_id: UUID) -> Pledge:
    """The promise, or 404."""
    seen = Pledge.objects.visible_to(request.actor).select_related("donor__organisation", "school__district")
    return get_object_or_404(seen, public_id=public_id)


@require_GET
def pledge_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = visible_pledge(request, public_id)
    handovers = list(Handover.objects.visible_to(request.actor).filter(pledge=found).order_by("-id"))
    live = next((one for one in handovers if one.state != HandoverState.CANCELLED), None)
    lines = lines_of(found)
    seen = HandoverCertificate.objects.visible_to(request.actor)
    papers = list(seen.filter(handover__in=handovers, device=None).order_by("-id"))
    states = {unit.state for line in lines for unit in line.units}
    looked_at = is_inspected(found, lines)
    context = {
        "pledge": found,
        "handovers": handovers,
        "lines": lines,
        "papers": papers,
        "steps": steps_of(found, live, papers=papers, is_proven=VERIFIED in states, inspected=looked_at),
        "is_proven": VERIFIED in states,
        "is_inspected": looked_at,
        "is_refuted": AllocationState.REFUTED in states,
        "has_arrived": bool(states & {AllocationState.HANDED_OVER, VERIFIED}),
        "ways": ways_of_pledge(found, live, request.actor),
        "is_giver": is_giver(found, request.actor),
        "is_taker": is_taker(found, request.actor),
        "history": history_of([found, *handovers], request.actor),
    }
    return render(request, "donations/pledge_detail.html", context)


@require_http_methods(["GET", "POST"])
def pledge_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = visible_pledge(request, public_id)
    request.actor.must(Permission.PLEDGE_CREATE)
    only_giver(found, request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(withdraw_pledge, pledge=found, actor=request.actor, reason=form.cleaned_data["reason"])
        if attempt(form, act):
            messages.success(request, _("Komitmen ditarik. Semua gawainya kembali tercatat sebagai kebutuhan terbuka."))
            return redirect("donations:pledge_detail", found.public_id)
    context = {
        "pledge": found,
        "lines": lines_of(found),
        "form": form,
        "reason": why_not_withdraw_pledge(found),
        "effects": effects_of(found, held_by_class(found)),
    }
    return render(request, "donations/pledge_withdraw.html", context)
