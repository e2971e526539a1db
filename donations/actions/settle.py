"""The doors through which verification moves handovers, allocations and devices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.close_loans import close_loans
from donations.actions.want_devices import want_devices
from donations.models import Allocation, Device, Handover, Loan, Shortfall, WantedDevice
from donations.states import ALLOCATION_MOVES, DEVICE_MOVES, HANDOVER_MOVES, AllocationState, DeviceState, HandoverState
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.common.states import move, move_all
from recipients.actions import settle


class Missing(NamedTuple):
    """What became of a device that stands on the papers and is not there; `kind` as in Shortfall.Kind."""

    kind: str
    reason: str


def report(handover: Handover, *, actor: Actor) -> None:
    """The school has reported on the handover."""
    move(
        handover,
        HandoverState.REPORTED,
        HANDOVER_MOVES,
        reported_at=timezone.now(),
        reported_by_id=actor.user_id or 0,
    )


def prove(handover: Handover, *, actor: Actor) -> int:
    """The report is verified: the devices are in use and the needs are met; returns how many.

    What the school reported as missing proves nothing: it is refuted, its need is open again and its device is out of the way.
    The number of one that went back to its giver is free again; that of one that was lost is looked for.
    """
    handed = _locked(handover, AllocationState.HANDED_OVER)
    missing = handed.filter(shortfalls__handover=handover, shortfalls__stage=Shortfall.Stage.REPORTED)
    gone = dict(missing.values_list("pk", "shortfalls__kind"))
    now = timezone.now()
    arrived = handed.exclude(pk__in=gone)
    needs = list(arrived.values_list("need_id", flat=True))
    devices = Device.objects.filter(allocation__in=arrived)
    move_all(devices, [DeviceState.HANDED_OVER], DeviceState.IN_USE, DEVICE_MOVES, in_use_at=now)
    for state, found in _fates(gone).items():
        _part(state, found, handover, actor)
    if gone:
        _refute(Allocation.objects.filter(pk__in=gone))
    arrived.update(verified_at=now)
    settle.meet(needs)
    return len(needs)


def _locked(handover: Handover, state: str) -> QuerySet[Allocation]:
    """Units come before devices, people and needs, whoever changes them."""
    units = Allocation.objects.filter(handover=handover, state=state)
    list(units.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    return units


def _fates(gone: Mapping[int, str]) -> dict[str, list[int]]:
    """Lost on the way, or with whoever brought it."""
    found: dict[str, list[int]] = {}
    for unit, kind in gone.items():
        state = DeviceState.LOST if kind == Shortfall.Kind.LOST else DeviceState.RETURNED
        found.setdefault(state, []).append(unit)
    return found


def _part(state: str, units: Collection[int], handover: Handover, actor: Actor) -> None:
    """Nobody borrows what is not there."""
    rows = Device.objects.filter(allocation_id__in=units, state=DeviceState.HANDED_OVER).order_by("pk")
    devices = list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    is_lost = state == DeviceState.LOST
    close_loans(dict.fromkeys(devices, Loan.Ended.LOST if is_lost else Loan.Ended.RETURNED), actor=actor)
    move_all(Device.objects.filter(pk__in=devices), [DeviceState.HANDED_OVER], state, DEVICE_MOVES)
    if is_lost:
        source = _("Laporan penerimaan %(school)s") % {"school": handover.school.name}
        want_devices(dict.fromkeys(devices, WantedDevice.Why.LOST), source=source, actor=actor)


def refute(handover: Handover) -> int:
    """The report is rejected: the needs are open again, the handover stays on record; returns how many."""
    return _refute(Allocation.objects.filter(handover=handover, state=AllocationState.HANDED_OVER))


def _refute(units: QuerySet[Allocation]) -> int:
    pairs = list(units.values_list("pk", "need_id"))
    moved = Allocation.objects.filter(pk__in=[pk for pk, _need in pairs])
    now = timezone.now()
    move_all(moved, [AllocationState.HANDED_OVER], AllocationState.REFUTED, ALLOCATION_MOVES, refuted_at=now)
    settle.reopen([need for _pk, need in pairs])
    return len(pairs)


def restore(handover: Handover) -> tuple[int, list[int]]:
    """A rejection is looked at anew: what it refuted counts as handed over again, as far as the needs are still open.

    Returns how many came back, and the needs that somebody else took meanwhile: their units stay refuted.
    """
    wanted = dict(_locked(handover, AllocationState.REFUTED).values_list("need_id", "pk"))
    back = settle.redeliver(list(wanted))
    units = Allocation.objects.filter(pk__in=[wanted[need] for need in back])
    move_all(units, [AllocationState.REFUTED], AllocationState.HANDED_OVER, ALLOCATION_MOVES, refuted_at=None)
    return len(back), sorted(set(wanted) - set(back))


def miss(handover: Handover, missing: Mapping[UUID, Missing], *, actor: Actor) -> int:
    """The school says which devices of the papers it does not have; added to what it said before. Raises Refused."""
    units = Allocation.objects.filter(handover=handover, state=AllocationState.HANDED_OVER, public_id__in=missing)
    known = units.filter(shortfalls__isnull=True)
    if known.count() != len(missing):
        raise Refused(_("Salah satu gawai tidak lagi ada di serah terima ini. Muat ulang halaman, lalu kirim lagi."))
    if any(not said.reason.strip() or said.kind not in Shortfall.Kind for said in missing.values()):
        raise Refused(_("Pilih apa yang terjadi dan tuliskan alasannya untuk setiap gawai yang tidak sampai."))
    now = timezone.now()
    Shortfall.objects.bulk_create(
        Shortfall(
            handover=handover,
            allocation=unit,
            region=handover.region,
            kind=missing[unit.public_id].kind,
            stage=Shortfall.Stage.REPORTED,
            reason=missing[unit.public_id].reason.strip(),
            at=now,
            by_id=actor.user_id or 0,
        )
        for unit in known
    )
    return len(missing)
