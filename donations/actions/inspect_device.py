"""Somebody has looked at a used device: it is ready, waits for a repair, or is recycled."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.stop_at_wanted import stop_at_wanted
from donations.models import Allocation, Device, Intake, Pledge
from donations.policies import is_giver, is_taker
from donations.policies_devices import Findings, places_for, why_not_conclude, why_not_inspect
from donations.states import DEVICE_MOVES, DeviceState
from donations.wanted import Step, refuse_wanted_devices
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox

Outcome = Intake.Outcome


@stop_at_wanted(Step.INSPECT)
@transaction.atomic
def inspect_device(
    *, device: Device, found: Findings, actor: Actor, about_photo: ContentFile[bytes] | None = None
) -> Intake:
    """One more inspection, for ever as found. `about_photo` is encoded anew (`ksbb.common.photos`).

    READY opens the way to an appointment, REPAIR closes it again, RECYCLE retires the device and frees its unit for another one.
    """
    actor.must(Permission.DEVICE_INSPECT)
    held, pledge = _held(device, actor)
    if found.place not in places_for(actor):
        raise Forbidden("not at this place in this role")
    refuse_if(why_not_inspect(held))
    refuse_wanted_devices([held])
    refuse_if(why_not_conclude(held, found, has_photo=about_photo is not None))
    facts = {name: getattr(found, name) for name in Findings.__dataclass_fields__}
    intake = Intake.objects.create(
        device=held,
        region=held.region,
        checked_at=timezone.now(),
        checked_by_id=actor.user_id or 0,
        about_photo=about_photo or "",
        **facts | {"points": {point: True for point, done in found.points.items() if done}},
    )
    giver = held.stock_of_id or (pledge.donor.organisation_id if pledge else None)
    _carry_out(held, giver, intake, actor)
    trail.record("device.inspected", held, actor=actor, outcome=intake.outcome)
    if giver is not None and giver != actor.organisation_id:
        _tell(giver, held, intake)
    return intake


def _held(device: Device, actor: Actor) -> tuple[Device, Pledge | None]:
    """The device held, after its pledge and its unit. Raises Forbidden for whoever does not have it in hand."""
    pledge = Pledge.objects.locked().filter(lines__allocations__device=device.pk).first()
    if pledge is not None:
        list(Allocation.objects.select_for_update(of=("self",)).filter(device=device.pk))
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    if held.allocation_id is None:
        pledge = None
    keeps = held.stock_of_id is not None and held.stock_of_id == actor.organisation_id
    sides = pledge is not None and (is_giver(pledge, actor) or is_taker(pledge, actor))
    if not (actor.is_system or keeps or sides):
        raise Forbidden("only whoever has it in hand")
    return held, pledge


def _carry_out(device: Device, giver: int | None, intake: Intake, actor: Actor) -> None:
    Device.objects.filter(pk=device.pk).update(readiness=intake.points, grade=intake.grade or device.grade)
    if intake.outcome == Outcome.READY:
        stamps = {"inspected_at": intake.checked_at, "inspected_by_id": actor.user_id or 0}
        if device.state == DeviceState.INSPECTED:
            Device.objects.filter(pk=device.pk).update(**stamps)
        else:
            move(device, DeviceState.INSPECTED, DEVICE_MOVES, **stamps)
    elif intake.outcome == Outcome.RECYCLE:
        # Its unit waits for another device; what was recycled stays on its giver's list.
        off: dict[str, Any] = {"allocation": None, "region": "", "custody": "", "stock_of_id": giver}
        move(device, DeviceState.RETIRED, DEVICE_MOVES, **off)
    elif device.state == DeviceState.INSPECTED:
        move(device, DeviceState.PROMISED, DEVICE_MOVES, inspected_at=None, inspected_by_id=None)


def _tell(giver: int, device: Device, intake: Intake) -> None:
    """Whoever gives it hears what others found wrong; what was found stands on the device's page."""
    if intake.outcome == Outcome.READY:
        return
    outbox.post(
        "donations/device_recycled" if intake.outcome == Outcome.RECYCLE else "donations/device_to_repair",
        to=people_of(giver, Permission.PLEDGE_CREATE),
        path=reverse("donations:stock_device", args=[device.public_id]),
        once=f"device_inspected:{intake.pk}",
        device=f"{device.brand} {device.model}",
    )
