"""The list of lost and stolen devices: looked through, added to, taken off."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.find_device import find_device
from donations.actions.lift_wanted import lift_wanted
from donations.actions.want_device import want_device
from donations.forms.custody import WantedForm, WantedSearchForm
from donations.forms.handover import FoundForm, ReasonForm
from donations.imei import imei_digits
from donations.known_devices import serial_of
from donations.models import Device, DeviceNumber, WantedDevice
from donations.policies_devices import giver_of_device, is_lost_at_giver
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden

LISTS = {"dicari": gettext_lazy("Dicari"), "dicabut": gettext_lazy("Sudah dikeluarkan")}


@require_GET
def wanted_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.WANTED_KEEP)
    shown = request.GET.get("daftar", "dicari")
    shown = shown if shown in LISTS else "dicari"
    form = WantedSearchForm(request.GET or None)
    typed = form.cleaned_data["nomor"] if form.is_bound and form.is_valid() else ""
    entries = WantedDevice.objects.visible_to(request.actor).filter(lifted_at__isnull=shown == "dicari")
    page = page_of(_searched(entries, typed), "-id", after=request.GET.get(PARAMETER, ""), size=50)
    context = {"page": page, "form": form, "typed": typed, "shown": shown, "lists": LISTS.items()}
    return render(request, "donations/wanted_list.html", context)


def _searched(entries: QuerySet[WantedDevice], typed: str) -> QuerySet[WantedDevice]:
    """The whole number or its end, as it was typed from a box or a letter."""
    digits = imei_digits(typed)
    wanted = digits if digits.isdigit() else serial_of(typed)
    return entries.filter(value__endswith=wanted) if wanted else entries


@require_http_methods(["GET", "POST"])
def wanted_add(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.WANTED_KEEP)
    form = WantedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entries = attempt(form, partial(want_device, actor=request.actor, **form.cleaned_data))
        if entries:
            messages.success(request, _("Nomor ini ada di daftar; gawainya tidak dapat dicatat lagi di portal."))
            return redirect("donations:wanted_detail", entries[0].public_id)
    return render(request, "donations/wanted_add.html", {"form": form})


def _entry(request: ActorRequest, public_id: UUID) -> WantedDevice:
    """404 for what is not seen; only keepers of the list see any of it."""
    return get_object_or_404(WantedDevice.objects.visible_to(request.actor), public_id=public_id)


@require_GET
def wanted_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    entry = _entry(request, public_id)
    # A number that came onto the list may stand for a device that is in custody already.
    bearer = DeviceNumber.objects.filter(kind=entry.kind, value=entry.value).values("device")
    device = Device.objects.visible_to(request.actor).filter(pk__in=bearer).first()
    context = {"entry": entry, "device": device, "history": history_of(entry, request.actor)}
    return render(request, "donations/wanted_detail.html", context)


@require_http_methods(["GET", "POST"])
def wanted_lift(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen, POST does it."""
    entry = _entry(request, public_id)
    request.actor.must(Permission.WANTED_KEEP)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(lift_wanted, wanted=entry, actor=request.actor, reason=form.cleaned_data["reason"])
        if attempt(form, act) is not None:
            messages.success(request, _("Nomor ini dikeluarkan dari daftar; gawainya dapat dicatat lagi."))
            return redirect("donations:wanted_detail", entry.public_id)
    return render(request, "donations/wanted_lift.html", {"entry": entry, "form": form})


@require_http_methods(["GET", "POST"])
def device_find(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The giver has found what was lost on the way. GET says what will happen, POST does it."""
    seen = Device.objects.visible_to(request.actor).select_related("allocation__line__pledge__donor")
    device = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.STOCK_KEEP)
    if giver_of_device(device) != request.actor.organisation_id:
        raise Forbidden("only the giver")
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(find_device, device=device, actor=request.actor, reason=form.cleaned_data["reason"])
        if attempt(form, act) is not None:
            messages.success(request, _("Tercatat: gawai ditemukan, dan nomornya tidak dicari lagi."))
            return redirect("donations:stock_device", device.public_id)
    context = {"device": device, "form": form, "may": is_lost_at_giver(device)}
    return render(request, "donations/device_find.html", context)
