"""The school's devices: which are there, how its inventory names them, the list for the inventory as a workbook."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.export_inventory import export_inventory
from donations.actions.tell_inventory import tell_inventory
from donations.forms.custody import InventoryForm
from donations.inventory_book import inventory_book
from donations.labels import AT_ONCE
from donations.models import Custody, Device
from donations.policies_loans import why_not_tell_inventory
from donations.school_devices import devices_at, own_devices, with_loan
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden
from schools.models import School

LISTS = {
    "sekolah": (gettext_lazy("Milik sekolah"), Custody.LENT_BY_SCHOOL),
    "murid": (gettext_lazy("Milik murid"), Custody.OWNED),
}


def own_school(request: ActorRequest) -> School:
    """The school of who asks. Raises Forbidden for everybody who keeps no school's devices."""
    request.actor.must(Permission.LOAN_KEEP)
    found = School.objects.filter(organisation_id=request.actor.organisation_id or 0).first()
    if found is None:
        raise Forbidden("for schools")
    return found


@require_GET
@people_shown(Read.Kind.LIST)
def school_devices(request: ActorRequest) -> HttpResponse:
    school = own_school(request)
    shown = request.GET.get("daftar", "sekolah")
    shown = shown if shown in LISTS else "sekolah"
    devices = with_loan(devices_at(school).filter(custody=LISTS[shown][1]))
    page = page_of(devices, "-id", after=request.GET.get(PARAMETER, ""), size=50)
    context = {
        "school": school,
        "page": page,
        "shown": shown,
        "lists": [(name, label) for name, (label, _custody) in LISTS.items()],
        "sheets": _sheets(school),
        "own": shown == "sekolah",
    }
    return render(request, "donations/school_devices.html", context)


def _sheets(school: School) -> list[int]:
    """After which device each file of labels begins; 0 for the first, nothing without a device."""
    keys = list(devices_at(school).order_by("pk").values_list("pk", flat=True))
    return [0 if start == 0 else keys[start - 1] for start in range(0, len(keys), AT_ONCE)]


@require_http_methods(["GET", "POST"])
def device_inventory(request: ActorRequest, public_id: UUID) -> HttpResponse:
    device = get_object_or_404(Device.objects.visible_to(request.actor), public_id=public_id)
    if not (request.actor.may(Permission.LOAN_KEEP) or request.actor.may(Permission.DEVICE_RECORD)):
        raise Forbidden("only who keeps the school's devices")
    ours = Device.objects.filter(allocation__line__pledge__school__organisation_id=request.actor.organisation_id or 0)
    if not ours.filter(pk=device.pk).exists():
        raise Forbidden("only the school's own")
    form = InventoryForm(
        request.POST or None, initial={"code": device.inventory_code, "number": device.inventory_number}
    )
    if request.method == "POST" and form.is_valid():
        act = partial(tell_inventory, device=device, actor=request.actor, **form.cleaned_data)
        if attempt(form, act):
            messages.success(request, _("Kode barang dan nomor register tersimpan."))
            return redirect("donations:stock_device", device.public_id)
    context = {"device": device, "form": form, "reason": why_not_tell_inventory(device)}
    return render(request, "donations/device_inventory.html", context)


@require_GET
def school_inventory(request: ActorRequest) -> HttpResponse:
    """What is the school's property, for its own inventory."""
    school = own_school(request)
    devices = list(own_devices(school).select_related("allocation__line__pledge__donor__organisation").order_by("pk"))
    export_inventory(school=school, devices=len(devices), actor=request.actor)
    return HttpResponse(inventory_book(school, devices), headers=saved_as("inventaris.xlsx"))
