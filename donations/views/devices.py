"""One device of an appointment or of a promise gets its number."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.record_device import record_device
from donations.forms.device import DeviceForm
from donations.models import Allocation, Condition, Device
from donations.policies import is_taker, only_sides, why_not_record_device
from donations.policies_loans import why_not_tell_inventory
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from donations.views.pledges import visible_pledge
from donations.views.units import anonymous
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from recipients.models import Need


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def device_record(request: ActorRequest, public_id: UUID, allocation: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    units = _found(Allocation.objects.visible_to(request.actor).filter(handover=handover), allocation)
    request.actor.must(Permission.DEVICE_RECORD)
    only_sides(handover.pledge, request.actor)
    back = reverse("donations:handover_detail", args=[handover.public_id])
    return _answer(request, units, allocation, back=back, label=_("Serah terima"))


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def pledge_device(request: ActorRequest, public_id: UUID, allocation: UUID) -> HttpResponse:
    """Before any appointment: a used device has to be known before it can be inspected."""
    pledge = visible_pledge(request, public_id)
    units = _found(Allocation.objects.visible_to(request.actor).filter(line__pledge=pledge), allocation)
    request.actor.must(Permission.DEVICE_RECORD)
    only_sides(pledge, request.actor)
    back = reverse("donations:pledge_devices", args=[pledge.public_id])
    return _answer(request, units, allocation, back=back, label=_("Gawai komitmen ini"))


def _found(units: QuerySet[Allocation], public_id: UUID) -> QuerySet[Allocation]:
    """Units among which this one is, or 404: not seen comes before not allowed."""
    get_object_or_404(units, public_id=public_id)
    return units


def _answer(
    request: ActorRequest, units: QuerySet[Allocation], public_id: UUID, *, back: str, label: str
) -> HttpResponse:
    unit = get_object_or_404(units.select_related("line__pledge", "device", "handover"), public_id=public_id)
    form = DeviceForm(request.POST or None, allocation=unit)
    if request.method == "POST" and form.is_valid() and _record(form, unit, request):
        messages.success(request, _("Data gawai tersimpan."))
        return redirect(back)
    number = units.filter(pk__lte=unit.pk).count()
    need = Need.objects.visible_to(request.actor).filter(pk=unit.need_id).select_related("recipient").first()
    context = {
        "back_url": back,
        "back_label": label,
        "unit": unit,
        "form": form,
        "is_used": unit.line.condition == Condition.USED,
        "whose": (need.recipient.full_name if need else "") or anonymous(unit, number),
        "reason": why_not_record_device(unit),
        "lent": _to_inventory(unit, request),
    }
    return render(request, "donations/device_record.html", context)


def _to_inventory(unit: Allocation, request: ActorRequest) -> Device | None:
    """A device that the reader's school will keep in its inventory."""
    device = Device.objects.filter(allocation=unit).first() if is_taker(unit.line.pledge, request.actor) else None
    return device if device is not None and why_not_tell_inventory(device) is None else None


def _record(form: DeviceForm, unit: Allocation, request: ActorRequest) -> bool:
    said = form.cleaned_data
    plain = {name: said.get(name, "") for name in ("brand", "model", "imei", "imei2", "serial_number", "accessories")}
    act = partial(record_device, allocation=unit, actor=request.actor, **plain)
    return bool(attempt(form, act, beside="imei" if said.get("imei") else "serial_number"))
