"""Devices that never reached the school: the need is open again, and the giver has the device, or has lost it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from donations.actions.release_units import release_units
from donations.actions.want_devices import want_devices
from donations.models import Allocation, Device, Handover, Shortfall, WantedDevice
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.authority.actors import Actor
from ksbb.common.states import move_all

Kind = Shortfall.Kind
_ON_THE_WAY = [DeviceState.PROMISED, DeviceState.INSPECTED]


def part_with_units(*, handover: Handover, kind: str, units: Collection[int], actor: Actor) -> None:
    """`units`: keys of scheduled allocations of `handover`. Inside the transaction that holds the pledge and the handover.

    Whatever was written down about the devices stays with their giver: one that is LOST as lost, its number looked for until
    `find_device`, a REFUSED one to be looked at again, a RETURNED one as it is, ready for another promise.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("part_with_units() must share the transaction of the handover")
    if not units:
        return
    devices = Device.objects.filter(allocation__in=units)
    if kind == Kind.LOST:
        move_all(devices, _ON_THE_WAY, DeviceState.LOST, DEVICE_MOVES)
        lost = dict.fromkeys(devices.order_by("pk").values_list("pk", flat=True), WantedDevice.Why.LOST.value)
        want_devices(
            lost, source=_("Hilang di perjalanan ke %(school)s") % {"school": handover.school.name}, actor=actor
        )
    elif kind == Kind.REFUSED:
        looked_at = devices.filter(state=DeviceState.INSPECTED)
        unfit = {"inspected_at": None, "inspected_by_id": None}
        move_all(looked_at, [DeviceState.INSPECTED], DeviceState.PROMISED, DEVICE_MOVES, **unfit)
    _back_to_the_giver(handover, units)
    gone = Allocation.objects.filter(pk__in=units)
    release_units(gone)
    gone.update(handover=None)


def _back_to_the_giver(handover: Handover, units: Collection[int]) -> None:
    """As stock; of an aggregator, as what is left of the lot it was promised from."""
    for lot in Allocation.objects.filter(pk__in=units).order_by().values_list("line__lot", flat=True).distinct():
        devices = Device.objects.filter(allocation__in=units, allocation__line__lot=lot)
        devices.update(
            stock_of=Coalesce(F("stock_of"), handover.pledge.donor.organisation_id), lot=Coalesce(F("lot"), lot)
        )
