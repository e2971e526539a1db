"""Which devices of an appointment did not come, and why."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.tell_shortfalls import tell_shortfalls
from donations.forms.confirming import ShortfallForm
from donations.models import Handover
from donations.policies import only_sides, why_not_cancel
from donations.policies_handover import kinds_for
from donations.states import HandoverState
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from donations.views.units import units_of
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def handover_shortfalls(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET lists the devices and says what each answer does, POST settles it."""
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.HANDOVER_SCHEDULE)
    only_sides(handover.pledge, request.actor)
    units, page = units_of(handover, request.actor, after=request.GET.get(PARAMETER, ""))
    kinds = kinds_for(handover.pledge, request.actor)
    form = ShortfallForm(request.POST or None, units=[(one.allocation, one.whose) for one in units], kinds=kinds)
    if request.method == "POST" and form.is_valid():
        act = partial(tell_shortfalls, handover=handover, missing=form.absent(), actor=request.actor)
        if settled := attempt(form, act):
            messages.success(request, _said(settled))
            return redirect("donations:handover_detail", handover.public_id)
    rows = list(zip(units, form.rows(), strict=True))
    context = {"handover": handover, "form": form, "rows": rows, "page": page, "reason": why_not_cancel(handover)}
    return render(request, "donations/handover_shortfalls.html", context)


def _said(handover: Handover) -> str:
    if handover.state == HandoverState.CANCELLED:
        return _("Tercatat. Tidak ada gawai lagi dalam jadwal ini, jadi jadwalnya dibatalkan.")
    return _("Tercatat. Pihak lain diberi tahu; terbitkan BAST untuk gawai yang sampai.")
