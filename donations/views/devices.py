"""One device of an appointment gets its number."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.record_device import record_device
from donations.forms.device import DeviceForm
from donations.models import Allocation
from donations.policies import only_sides, why_not_record_device
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from donations.views.units import anonymous
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from recipients.models import Need


@require_http_methods(["GET", "POST"])
def device_record(request: ActorRequest, public_id: UUID, allocation: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    units = Allocation.objects.visible_to(request.actor).filter(handover=handover).select_related("line", "device")
    unit = get_object_or_404(units, public_id=allocation)
    request.actor.must(Permission.DEVICE_RECORD)
    only_sides(handover.pledge, request.actor)
    form = DeviceForm(request.POST or None, allocation=unit)
    if request.method == "POST" and form.is_valid() and _record(form, unit, request):
        messages.success(request, _("Data gawai tersimpan."))
        return redirect("donations:handover_detail", handover.public_id)
    number = units.filter(pk__lte=unit.pk).count()
    needs = Need.objects.visible_to(request.actor).filter(pk=unit.need_id)
    context = {
        "handover": handover,
        "unit": unit,
        "form": form,
        "whose": needs.values_list("recipient__full_name", flat=True).first() or anonymous(unit, number),
        "reason": why_not_record_device(unit),
    }
    return render(request, "donations/device_record.html", context)


def _record(form: DeviceForm, unit: Allocation, request: ActorRequest) -> bool:
    said = form.cleaned_data
    plain = {name: said.get(name, "") for name in ("brand", "model", "imei", "serial_number", "accessories", "grade")}
    act = partial(record_device, allocation=unit, actor=request.actor, readiness=form.readiness(), **plain)
    return bool(attempt(form, act, beside="imei" if said.get("imei") else "serial_number"))
