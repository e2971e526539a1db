"""The giver's people choose the promise; the matching devices of their stock are taken for it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from donations.actions.assign_stock import assign_stock
from donations.actions.stop_at_wanted import stop_at_wanted
from donations.inventory import sought_in_hand
from donations.models import Pledge
from donations.policies import only_giver
from donations.states import PledgeState
from donations.wanted import Step, refuse_wanted_devices
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@stop_at_wanted(Step.PROMISE)
@transaction.atomic
def take_from_stock(*, pledge: Pledge, actor: Actor) -> int:
    """Returns how many devices were taken; Refused when none fits, DeviceWanted when what would fit is being looked for."""
    actor.must(Permission.STOCK_KEEP)
    found = Pledge.objects.locked().get(pk=pledge.pk)
    only_giver(found, actor)
    if found.state != PledgeState.COMMITTED:
        refuse_if(_("Komitmen ini tidak lagi menunggu penyerahan."))
    count = assign_stock(pledge=found, actor=actor)
    if not count:
        kinds = found.lines.values("device_type")
        refuse_wanted_devices(sought_in_hand(found.donor.organisation_id).filter(device_type__in=kinds))
        refuse_if(_("Tidak ada gawai di stok yang cocok dengan komitmen ini (jenis, kondisi, merek, dan tipe)."))
    trail.record("pledge.stocked", found, actor=actor, devices=count)
    return count
