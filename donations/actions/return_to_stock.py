"""A device of a stock is taken off its promise again; the promise stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from donations.models import Allocation, Device, Pledge
from donations.policies import only_giver
from donations.states import AllocationState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def return_to_stock(*, device: Device, actor: Actor) -> Device:
    """Only while no appointment is made for it. Pressed twice, the second time changes nothing."""
    actor.must(Permission.STOCK_KEEP)
    pledge = Pledge.objects.locked().filter(lines__allocations__device=device.pk).first()
    if pledge is None:
        return device
    only_giver(pledge, actor)
    unit = Allocation.objects.select_for_update(of=("self",)).get(device=device.pk)
    if unit.state != AllocationState.RESERVED:
        refuse_if(_("Gawai ini sudah dijadwalkan. Batalkan dulu jadwal serah terimanya."))
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    if held.stock_of_id is None:
        refuse_if(_("Gawai ini dicatat untuk komitmen ini saja, jadi tidak berasal dari stok."))
    Device.objects.filter(pk=held.pk).update(allocation=None, region="", custody="")
    trail.record("device.returned_to_stock", held, actor=actor)
    held.refresh_from_db()
    return held
