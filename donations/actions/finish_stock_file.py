"""The good rows of a file of devices come into the stock: all of them or none, in a few statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.inventory_judging import CHANGING
from donations.inventory_runs import WORTH_A_MESSAGE
from donations.known_devices import names_a_known_device
from donations.models import Condition, Device
from donations.policies_devices import WAITING
from donations.states import DeviceState
from donations.wanted import numbers_of, wanted_among
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.copying import copy_rows
from ksbb.common.refusals import Refused
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import Settled, settle_rows
from ksbb.imports.states import IMPORT_MOVES, ImportStage, ImportState
from ksbb.notifications import outbox

_Status = ImportRow.Status
_COPIED = (
    "public_id", "created_at", "updated_at", "region", "stock_of", "import_run_id", "meant_for", "device_type", "condition",
    "grade", "brand", "model", "imei", "imei2", "serial_number", "accessories", "year", "specification", "unit_value", "readiness",
    "custody", "inventory_code", "inventory_number", "state",
)  # fmt: skip
_CHANGED = (*CHANGING, "meant_for_id")


@transaction.atomic
def finish_stock_file(*, run: ImportRun, actor: Actor) -> ImportRun:
    """APPLYING → APPLIED. Raises Refused when one of the numbers was recorded or reported as lost, or one of the
    devices was taken, meanwhile.
    """
    actor.must(Permission.STOCK_KEEP)
    run = ImportRun.objects.light().select_for_update().get(pk=run.pk)
    new, changed = _told(run, _Status.NEW), _told(run, _Status.CHANGED)
    if wanted_among(number for _number, facts in [*new, *changed] for number in numbers_of(**_identity(facts))):
        raise Refused(_moved_on())
    _add(run, [facts for _number, facts in new])
    _change(run, changed)
    move(run, ImportState.APPLIED, IMPORT_MOVES, applied_at=timezone.now(), stage=ImportStage.DONE)
    trail.record("import.applied", run, actor=actor, **run.counts)
    if sum(run.counts.values()) >= WORTH_A_MESSAGE:
        _tell(run)
    return run


def _identity(facts: dict[str, Any]) -> dict[str, str]:
    return {name: facts.get(name, "") for name in ("brand", "imei", "imei2", "serial_number")}


def _tell(run: ImportRun) -> None:
    outbox.post(
        "donations/stock_applied",
        to={run.read_by_id, run.applying_by_id or run.read_by_id},
        path=reverse("donations:stock_file", args=[run.public_id]),
        once=f"stock_applied:{run.pk}",
        **{status: run.counts.get(status, 0) for status in ("new", "changed", "problem")},
    )


def _told(run: ImportRun, status: str) -> list[tuple[int, dict[str, Any]]]:
    rows = run.rows.filter(status=status).order_by("number").values_list("number", "facts_sealed")
    return [(number, json.loads(sealing.unseal(facts))) for number, facts in rows]


def _add(run: ImportRun, rows: Sequence[dict[str, Any]]) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            copy_rows(Device, _COPIED, (_row(run, facts, now) for facts in rows))
    except IntegrityError as error:
        if names_a_known_device(error):
            raise Refused(_moved_on()) from error
        raise


def _row(run: ImportRun, facts: dict[str, Any], now: Any) -> tuple[object, ...]:
    new = Device()
    return (
        new.public_id,
        now,
        now,
        "",
        run.organisation_id,
        run.pk,
        facts["meant_for"],
        facts["device_type"],
        facts["condition"],
        facts["grade"],
        facts["brand"],
        facts["model"],
        facts["imei"] or None,
        facts.get("imei2") or None,
        facts["serial_number"] or None,
        facts["accessories"],
        facts["year"],
        facts["specification"],
        facts["unit_value"],
        "{}",
        "",
        "",
        "",
        DeviceState.PROMISED.value,
    )


def _change(run: ImportRun, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Of devices that still lie in the stock; what they said before is kept, for taking the file back."""
    wanted = {facts["device"]: (number, facts) for number, facts in rows}
    ours = Device.objects.filter(pk__in=wanted, stock_of=run.organisation_id, allocation=None, state__in=WAITING)
    held = list(ours.order_by("pk").select_for_update(of=("self",), no_key=True))
    if len(held) != len(wanted):
        raise Refused(_moved_on())
    settled = []
    for device in held:
        number, facts = wanted[device.pk]
        before = {"device": device.pk} | {name: getattr(device, name) for name in _CHANGED}
        _write_over(device, facts)
        settled.append(Settled(number, _Status.CHANGED, before=json.dumps(before)))
    try:
        with transaction.atomic():
            Device.objects.bulk_update(held, [*CHANGING, "meant_for", "updated_at"], batch_size=1_000)
    except IntegrityError as error:
        if names_a_known_device(error):
            raise Refused(_moved_on()) from error
        raise
    settle_rows(run, settled)


def _write_over(device: Device, facts: dict[str, Any]) -> None:
    """What the file leaves empty stays; what an inspection found stays too."""
    inspected = device.condition == Condition.USED and device.state == DeviceState.INSPECTED
    for name in CHANGING:
        if facts.get(name) and not (inspected and name in ("grade", "model")):
            setattr(device, name, facts[name])
    device.meant_for_id = facts["meant_for"] or device.meant_for_id
    device.updated_at = timezone.now()


def _moved_on() -> str:
    return _(
        "Tidak ada yang diterapkan: sebagian gawai di berkas ini baru saja tercatat atau berubah di portal. Unggah lagi berkasnya; "
        "pemeriksaan yang baru menunjukkan barisnya."
    )
