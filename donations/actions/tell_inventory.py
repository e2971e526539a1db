"""How the school's own inventory names a device."""

from __future__ import annotations

from django.db import transaction

from donations.models import Device
from donations.policies_loans import why_not_tell_inventory
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if


@transaction.atomic
def tell_inventory(*, device: Device, code: str, number: str, actor: Actor) -> Device:
    """`code` is the kode barang, `number` the nomor register; both may be empty again. Papers keep what they said when issued."""
    if not (actor.may(Permission.LOAN_KEEP) or actor.may(Permission.DEVICE_RECORD)):
        raise Forbidden("only who keeps the school's devices")
    schools = Device.objects.filter(allocation__line__pledge__school__organisation_id=actor.organisation_id or 0)
    if not actor.is_system and not schools.filter(pk=device.pk).exists():
        raise Forbidden("only the school's own")
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    refuse_if(why_not_tell_inventory(held))
    code, number = " ".join(code.split()), " ".join(number.split())
    if (held.inventory_code, held.inventory_number) == (code, number):
        return held
    held.inventory_code, held.inventory_number = code, number
    held.save(update_fields=["inventory_code", "inventory_number", "updated_at"])
    trail.record("device.inventory_told", held, actor=actor)
    return held
