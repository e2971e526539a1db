"""The own stock: what lies there, one device of it, and where it is promised to."""

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

from donations.actions.keep_device import keep_device
from donations.actions.remove_device import remove_device
from donations.forms.inventory import StockForm, initial_of
from donations.inventory import OUT, STANDINGS, counts_of, kinds_in_hand, with_standing
from donations.models import Condition, Device, DeviceType
from donations.policies_devices import giver_of_device, is_lost_at_giver, why_not_inspect, why_not_keep
from donations.policies_loans import why_not_tell_inventory
from donations.states import DeviceState
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden

# Parameter of the address → field, and the words for its values.
FILTERS: dict[str, tuple[str, dict[str, object]]] = {
    "letak": ("standing", dict(STANDINGS)),
    "jenis": ("device_type", dict(DeviceType.choices)),
    "kondisi": ("condition", dict(Condition.choices)),
    "mutu": ("grade", {"A": "A", "B": "B", "C": "C", "-": gettext_lazy("belum dinilai")}),
}

_MISSING = (DeviceState.LOST, DeviceState.STOLEN)


def own_stock(request: ActorRequest) -> QuerySet[Device]:
    """Raises Forbidden for whoever keeps no stock."""
    request.actor.must(Permission.STOCK_KEEP)
    seen = Device.objects.visible_to(request.actor).filter(stock_of_id=request.actor.organisation_id)
    return with_standing(seen).select_related("meant_for")


@require_GET
def stock_list(request: ActorRequest) -> HttpResponse:
    devices = _filtered(own_stock(request), request)
    page = page_of(devices, "-id", after=request.GET.get(PARAMETER, ""), size=50)
    organisation_id = request.actor.organisation_id or 0
    kinds = kinds_in_hand(organisation_id)
    context = {
        "page": page,
        "filters": _filters(request, counts_of(organisation_id)),
        "kinds": kinds,
        "left": sum(kind.left for kind in kinds),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
    }
    return render(request, "donations/stock_list.html", context)


def _filtered(devices: QuerySet[Device], request: ActorRequest) -> QuerySet[Device]:
    for name, (field, words) in FILTERS.items():
        value = request.GET.get(name, "")
        if value in words:
            devices = devices.filter(**{field: "" if value == "-" else value})
    # What has left the stock is seen by asking for it.
    return devices if request.GET.get("letak") == OUT else devices.exclude(state=DeviceState.RETIRED)


def _filters(request: ActorRequest, counts: dict[str, dict[str, int]]) -> list[dict[str, object]]:
    labels = {"letak": _("Keadaan"), "jenis": _("Jenis"), "kondisi": _("Kondisi"), "mutu": _("Mutu")}
    return [
        {
            "name": name,
            "label": labels[name],
            "chosen": request.GET.get(name, ""),
            "values": [(value, word, counts.get(name, {}).get(value, 0)) for value, word in words.items()],
        }
        for name, (_field, words) in FILTERS.items()
    ]


@require_GET
def stock_device(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """For everybody who sees the device: its keeper, both sides of its gift, officers."""
    seen = with_standing(Device.objects.visible_to(request.actor))
    device = get_object_or_404(
        seen.select_related("meant_for", "allocation__line__pledge__school", "allocation__line__pledge__donor"),
        public_id=public_id,
    )
    is_keeper = device.stock_of_id is not None and device.stock_of_id == request.actor.organisation_id
    context = {
        "device": device,
        "standing": STANDINGS[device.standing],  # type: ignore[attr-defined]
        "pledge": device.allocation.line.pledge if device.allocation else None,
        "intakes": device.intakes.order_by("-id"),
        "may_keep": is_keeper and request.actor.may(Permission.STOCK_KEEP) and not why_not_keep(device),
        "may_inspect": request.actor.may(Permission.DEVICE_INSPECT) and not why_not_inspect(device),
        "may_return": is_keeper and device.allocation is not None and device.allocation.state == "reserved",
        "may_inventory": _may_inventory(device, request),
        "may_find": giver_of_device(device) == request.actor.organisation_id and _may_find(device, request),
        "school_lost": _ours(device, request) and device.state in _MISSING and not is_lost_at_giver(device),
        "history": history_of(device, request.actor),
    }
    return render(request, "donations/stock_device.html", context)


def _may_find(device: Device, request: ActorRequest) -> bool:
    return request.actor.may(Permission.STOCK_KEEP) and is_lost_at_giver(device)


def _ours(device: Device, request: ActorRequest) -> bool:
    """Whether the reader acts for the school that this device was given to."""
    taker = device.allocation.line.pledge.school.organisation_id if device.allocation else None
    return taker is not None and taker == request.actor.organisation_id


def _may_inventory(device: Device, request: ActorRequest) -> bool:
    """Whether the reader keeps the inventory of the school that this device belongs to."""
    may = request.actor.may(Permission.DEVICE_RECORD) and why_not_tell_inventory(device) is None
    return may and _ours(device, request)


def _own_device(request: ActorRequest, public_id: UUID) -> Device:
    """404 for a device that is not seen, Forbidden for one that somebody else keeps."""
    device = get_object_or_404(
        Device.objects.visible_to(request.actor).select_related("meant_for"), public_id=public_id
    )
    request.actor.must(Permission.STOCK_KEEP)
    if device.stock_of_id is None or device.stock_of_id != request.actor.organisation_id:
        raise Forbidden("only the own stock")
    return device


@require_http_methods(["GET", "POST"])
def stock_add(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.STOCK_KEEP)
    return _typed(request, None)


@require_http_methods(["GET", "POST"])
def stock_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _typed(request, _own_device(request, public_id))


def _typed(request: ActorRequest, device: Device | None) -> HttpResponse:
    form = StockForm(request.POST or None, initial=initial_of(device) if device else {"condition": Condition.USED})
    if request.method == "POST" and form.is_valid():
        act = partial(keep_device, actor=request.actor, device=device, **form.facts())
        kept: Device | None = attempt(form, act, beside="imei" if form.cleaned_data["imei"] else "serial_number")
        if kept:
            messages.success(request, _("Gawai tersimpan di stok."))
            return redirect("donations:stock_device", kept.public_id)
    reason = why_not_keep(device) if device else None
    return render(request, "donations/stock_edit.html", {"form": form, "device": device, "reason": reason})


@require_http_methods(["GET", "POST"])
def stock_remove(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen, POST does it."""
    device = _own_device(request, public_id)
    form = StockForm(request.POST if request.method == "POST" else None)
    act = partial(remove_device, device=device, actor=request.actor)
    removed: Device | None = attempt(form, act) if request.method == "POST" else None
    if removed:
        messages.success(request, _("Gawai dikeluarkan dari stok."))
        return redirect("donations:stock_list")
    return render(request, "donations/stock_remove.html", {"device": device, "reason": why_not_keep(device)})
