"""One device in trouble, told by the school, a finder, a complaint or a visit."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Device
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from verification.actions.open_device_cases import Trouble, open_device_cases
from verification.models import DeviceCase


@transaction.atomic
def open_device_case(
    *,
    device: Device,
    kind: str,
    source: str,
    actor: Actor,
    happened_on: date | None = None,
    text: str = "",
    police_number: str = "",
) -> DeviceCase:
    """The device's open case: the new one, or the one that it has already. The caller asks who may. Raises Refused for a device
    that was never handed over.
    """
    trouble = Trouble(device.pk, kind, happened_on or timezone.localdate(), text, police_number)
    opened = open_device_cases([trouble], source=source, actor=actor)
    found = opened[0] if opened else DeviceCase.objects.filter(device=device, state="open").first()
    if found is None:
        raise Refused(_("Gawai ini belum pernah diserahkan, jadi belum dapat dilaporkan."))
    return found
