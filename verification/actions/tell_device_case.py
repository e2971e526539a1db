"""The school tells that a device was lost, stolen or broken."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from donations.models import Device
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from verification.actions.open_device_case import open_device_case
from verification.models import DeviceCase
from verification.policies_cases import why_not_tell


@transaction.atomic
def tell_device_case(
    *, device: Device, kind: str, happened_on: date, text: str, police_number: str = "", actor: Actor
) -> DeviceCase:
    """Raises Forbidden for a device of another school, Refused for what cannot be true or is told already."""
    actor.must(Permission.DEVICE_CASE_TELL)
    device = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    theirs = Device.objects.filter(
        pk=device.pk, allocation__line__pledge__school__organisation_id=actor.organisation_id or 0
    )
    if not actor.is_system and not theirs.exists():
        raise Forbidden("only the school that has it")
    refuse_if(why_not_tell(device, kind, happened_on))
    return open_device_case(
        device=device,
        kind=kind,
        source=DeviceCase.Source.SCHOOL,
        happened_on=happened_on,
        text=text,
        police_number=police_number,
        actor=actor,
    )
