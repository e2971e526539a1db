"""Used devices are looked at: the form, and the photo that was taken."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.inspect_device import inspect_device
from donations.forms.inspection import InspectionForm
from donations.models import Device, Intake
from donations.policies import only_sides
from donations.policies_devices import why_not_inspect
from donations.views.answers import attempt
from donations.views.photos import photo_answer
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission


@require_http_methods(["GET", "POST"])
def device_inspect(request: ActorRequest, public_id: UUID) -> HttpResponse:
    device = _in_hand(request, public_id)
    form = InspectionForm(request.POST or None, request.FILES or None, device=device, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        photo = form.cleaned_data["photo_file"]
        act = partial(inspect_device, device=device, found=form.found(), actor=request.actor, about_photo=photo)
        if made := attempt(form, act):
            messages.success(request, _told(made))
            return redirect("donations:stock_device", device.public_id)
    context = {"device": device, "form": form, "reason": why_not_inspect(device)}
    return render(request, "donations/device_inspect.html", context)


def _in_hand(request: ActorRequest, public_id: UUID) -> Device:
    seen = Device.objects.visible_to(request.actor)
    device = get_object_or_404(
        seen.select_related("allocation__line__pledge__donor", "allocation__line__pledge__school"), public_id=public_id
    )
    request.actor.must(Permission.DEVICE_INSPECT)
    if device.allocation is not None and device.stock_of_id != request.actor.organisation_id:
        only_sides(device.allocation.line.pledge, request.actor)
    return device


def _told(intake: Intake) -> str:
    words = {
        Intake.Outcome.READY: _("Gawai dinyatakan siap; sekarang serah terimanya dapat dijadwalkan."),
        Intake.Outcome.REPAIR: _("Tercatat: perlu diperbaiki. Periksa lagi setelah diperbaiki."),
        Intake.Outcome.RECYCLE: _("Tercatat: didaur ulang. Tempatnya di komitmen menunggu gawai lain."),
    }
    return words[Intake.Outcome(intake.outcome)]


@require_GET
def intake_photo(request: ActorRequest, public_id: UUID) -> HttpResponse:
    intake = get_object_or_404(Intake.objects.visible_to(request.actor), public_id=public_id)
    if not intake.about_photo:
        raise Http404
    return photo_answer(intake.about_photo)
