"""Who goes along to a handover, and the appointment in one's own calendar."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.choose_officer import choose_officer
from donations.forms.handover import OfficerForm
from donations.models import Handover
from donations.officers import officers_over
from donations.policies_handover import may_choose_officer, why_not_choose_officer
from donations.states import HandoverState
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from ksbb.accounts.requests import ActorRequest
from ksbb.common.downloads import saved_as
from ksbb.common.ics import Appointment, calendar_of
from ksbb.common.refusals import Forbidden

LASTS = timedelta(hours=1)


@require_http_methods(["GET", "POST"])
def handover_officer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    if not may_choose_officer(handover, request.actor):
        raise Forbidden("only the two sides and the officers over the ground")
    officers = officers_over(handover.region)
    form = OfficerForm(request.POST or None, officers=officers, chosen=handover.officer_id)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["officer"]
        if attempt(form, partial(choose_officer, handover=handover, officer=chosen, actor=request.actor)):
            messages.success(request, _("Tersimpan; yang bersangkutan dan kedua pihak diberi tahu."))
            return redirect("donations:handover_detail", handover.public_id)
    context = {"handover": handover, "form": form, "officers": officers, "reason": why_not_choose_officer(handover)}
    return render(request, "donations/handover_officer.html", context)


@require_GET
def handover_calendar(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The same file for all who see the appointment: school, place, how many devices; no person."""
    handover = visible_handover(request, public_id)
    return HttpResponse(calendar_of(appointment_of(handover)), headers=saved_as("serah-terima.ics"))


def appointment_of(handover: Handover) -> Appointment:
    """A calendar that has it already is told of its end by the higher sequence."""
    cancelled = handover.state == HandoverState.CANCELLED
    count = handover.allocations.count()
    devices = ngettext("%(count)s gawai dari KSBB Pendidikan.", "%(count)s gawai dari KSBB Pendidikan.", count)
    address = f"{settings.PUBLIC_URL}{reverse('donations:handover_detail', args=[handover.public_id])}"
    return Appointment(
        uid=f"serah-terima-{handover.public_id}@ksbb-pendidikan",
        starts_at=handover.scheduled_for,
        lasts=LASTS,
        changed_at=handover.updated_at,
        title=_("Serah terima gawai: %(school)s") % {"school": handover.school.name},
        place=handover.place,
        text=f"{devices % {'count': count}}\n{address}",
        url=address,
        sequence=int(cancelled),
        is_cancelled=cancelled,
    )
