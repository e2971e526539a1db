"""The devices of a promise before its appointment: which are known, which wait for a look, which come from the stock."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from donations.actions.return_to_stock import return_to_stock
from donations.actions.take_from_stock import take_from_stock
from donations.inventory import in_hand
from donations.models import Allocation, Device, Pledge
from donations.policies import is_giver, is_taker, ready_units, unready_units
from donations.states import AllocationState, PledgeState
from donations.views.answers import told
from donations.views.pledges import visible_pledge
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of


@require_GET
def pledge_devices(request: ActorRequest, public_id: UUID) -> HttpResponse:
    pledge = visible_pledge(request, public_id)
    units = Allocation.objects.visible_to(request.actor).filter(line__pledge=pledge)
    units = units.exclude(state=AllocationState.RELEASED).select_related("line", "device")
    page = page_of(units, "id", after=request.GET.get(PARAMETER, ""), size=50)
    actor = request.actor
    ours = pledge.state == PledgeState.COMMITTED and (is_giver(pledge, actor) or is_taker(pledge, actor))
    context = {
        "pledge": pledge,
        "page": page,
        "ready": ready_units(pledge).count(),
        "unready": unready_units(pledge).count(),
        "may_schedule": ours and actor.may(Permission.HANDOVER_SCHEDULE),
        "may_record": ours and actor.may(Permission.DEVICE_RECORD),
        "may_inspect": ours and actor.may(Permission.DEVICE_INSPECT),
        "may_take": _may_take(pledge, request),
        "in_stock": is_giver(pledge, actor) and in_hand(pledge.donor.organisation_id).exists(),
    }
    return render(request, "donations/pledge_devices.html", context)


def _may_take(pledge: Pledge, request: ActorRequest) -> bool:
    waiting = Allocation.objects.filter(line__pledge=pledge, state=AllocationState.RESERVED, device__isnull=True)
    ours = pledge.state == PledgeState.COMMITTED and is_giver(pledge, request.actor)
    return ours and request.actor.may(Permission.STOCK_KEEP) and waiting.exists()


@require_POST
def pledge_take(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The matching devices of the stock, the best first."""
    pledge = visible_pledge(request, public_id)
    if count := told(request, partial(take_from_stock, pledge=pledge, actor=request.actor)):
        words = ngettext("%(count)s gawai dari stok dipasangkan.", "%(count)s gawai dari stok dipasangkan.", count)
        messages.success(request, words % {"count": count})
    return redirect("donations:pledge_devices", pledge.public_id)


@require_POST
def stock_return(request: ActorRequest, public_id: UUID) -> HttpResponse:
    device = get_object_or_404(Device.objects.visible_to(request.actor), public_id=public_id)
    if told(request, partial(return_to_stock, device=device, actor=request.actor)):
        messages.success(request, _("Gawai kembali ke stok; komitmennya tetap."))
    return redirect("donations:stock_device", device.public_id)
