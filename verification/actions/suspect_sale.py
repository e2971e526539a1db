"""Aid that was sold or pawned is a matter of integrity: a case opens by itself, whoever told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from donations.models import Device
from ksbb.authority.actors import SYSTEM
from verification.actions.open_case import open_case
from verification.models import IntegrityCase


@transaction.atomic
def suspect_sale(device: Device, *, facts: Mapping[str, Any] | None = None) -> IntegrityCase:
    """The device's open case of this kind: told twice, it is one. `device` with allocation__line__pledge__school__organisation.

    `facts` say nothing of who told.
    """
    unit = device.allocation
    return open_case(
        kind=IntegrityCase.Kind.SOLD,
        key=f"sold:{device.pk}",
        device=device,
        organisation=unit.line.pledge.school.organisation if unit else None,
        facts=facts,
        actor=SYSTEM,
    )
