"""An applied file of devices is taken back as a whole, while nothing depends on it."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from donations.inventory_runs import why_not_withdraw
from donations.models import Device
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import IMPORT_MOVES, ImportPurpose, ImportState


@transaction.atomic
def withdraw_stock_file(*, run: ImportRun, actor: Actor) -> ImportRun:
    """APPLIED → WITHDRAWN: new devices are gone as if never written, changed ones get back what they said before."""
    actor.must(Permission.STOCK_KEEP)
    if actor.organisation_id != run.organisation_id or run.purpose != ImportPurpose.DEVICES:
        raise Forbidden("only the own files")
    held = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    before = _before(held)
    made = Device.objects.filter(import_run_id=held.pk)
    touched = made | Device.objects.filter(pk__in=before)
    list(touched.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    refuse_if(why_not_withdraw(held, before))
    count, _kinds = made.delete()
    devices = list(Device.objects.filter(pk__in=before))
    for device in devices:
        for name, value in before[device.pk].items():
            setattr(device, name, value)
    names = ["model", "imei2", "grade", "year", "specification", "accessories", "unit_value", "meant_for"]
    Device.objects.bulk_update(devices, names, batch_size=1_000)
    move(held, ImportState.WITHDRAWN, IMPORT_MOVES, withdrawn_at=timezone.now(), withdrawn_by_id=actor.user_id)
    trail.record("import.withdrawn", held, actor=actor, new=count, changed=len(devices))
    return held


def _before(run: ImportRun) -> dict[int, dict[str, Any]]:
    """Device → what it said before this file."""
    rows = run.rows.filter(status=ImportRow.Status.CHANGED).values_list("before_sealed", flat=True)
    told = [json.loads(text) for sealed in rows if (text := sealing.unseal(sealed))]
    return {one.pop("device"): one for one in told}
