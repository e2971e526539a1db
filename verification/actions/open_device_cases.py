"""Devices that were lost, stolen, damaged, sold or found: each becomes a case, and stands where it was told to stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.close_loans import close_loans
from donations.actions.move_devices import move_devices
from donations.actions.want_devices import want_devices
from donations.models import Device, Loan, WantedDevice
from donations.states import DeviceState
from ksbb.accounts.acting import watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.notifications import outbox
from schools.models import School
from verification.actions.suspect_sale import suspect_sale
from verification.models import DeviceCase

_STATES: Mapping[str, str] = {
    DeviceCase.Kind.LOST: DeviceState.LOST,
    DeviceCase.Kind.STOLEN: DeviceState.STOLEN,
    DeviceCase.Kind.DAMAGED: DeviceState.DAMAGED,
    # Out of the pupil's hands, wherever it is now.
    DeviceCase.Kind.SOLD: DeviceState.LOST,
}
# A loan of it is over as well; what is repaired or found is lent anew.
_LOANS: Mapping[str, str] = {
    DeviceCase.Kind.LOST: Loan.Ended.LOST,
    DeviceCase.Kind.STOLEN: Loan.Ended.LOST,
    DeviceCase.Kind.DAMAGED: Loan.Ended.REPAIR,
    DeviceCase.Kind.SOLD: Loan.Ended.LOST,
}
# One that was sold or pawned must not come back as a gift.
_WANTED = {
    DeviceCase.Kind.LOST: WantedDevice.Why.LOST,
    DeviceCase.Kind.STOLEN: WantedDevice.Why.STOLEN,
    DeviceCase.Kind.SOLD: WantedDevice.Why.LOST,
}


@dataclass(frozen=True)
class Trouble:
    """What was told of one device (its key). `kind` as in DeviceCase.Kind."""

    device: int
    kind: str
    happened_on: date
    text: str = ""
    police_number: str = ""


@transaction.atomic
def open_device_cases(troubles: Sequence[Trouble], *, source: str, actor: Actor) -> list[DeviceCase]:
    """The new cases; a device with an open one keeps that. Of another floor's making: the caller asks who may. Set-based.

    The devices are held first, so that two who tell of one device at once make one case.
    """
    told = {trouble.device: trouble for trouble in troubles}
    given = Device.objects.filter(pk__in=told, allocation__isnull=False, handed_over_at__isnull=False).order_by("pk")
    devices = list(
        given.select_for_update(of=("self",), no_key=True).select_related(
            "allocation__line__pledge__school__organisation"
        )
    )
    open_now = DeviceCase.objects.filter(device__in=devices, state="open").values_list("device_id", flat=True)
    known, now = set(open_now), timezone.now()
    cases = DeviceCase.objects.bulk_create(
        DeviceCase(
            device=device,
            school_id=device.allocation.line.pledge.school_id,  # type: ignore[union-attr]
            region=device.region,
            kind=told[device.pk].kind,
            source=source,
            happened_on=told[device.pk].happened_on,
            text=told[device.pk].text.strip(),
            police_number=told[device.pk].police_number.strip(),
            told_at=now,
            told_by_id=actor.user_id,
        )
        for device in devices
        if device.pk not in known
    )
    _move(cases)
    close_loans(
        {case.device_id: _LOANS[DeviceCase.Kind(case.kind)] for case in cases if case.kind in _LOANS}, actor=actor
    )
    want_devices(
        {case.device_id: _WANTED[DeviceCase.Kind(case.kind)] for case in cases if case.kind in _WANTED},
        source="KSBB",
        actor=actor,
    )
    trail.record_many("device_case.opened", cases, actor=actor, source=source)
    _tell(cases)
    # Also where the device was in a case already.
    for device in devices:
        if told[device.pk].kind == DeviceCase.Kind.SOLD:
            suspect_sale(device, facts={"source": source})
    return cases


def _move(cases: Sequence[DeviceCase]) -> None:
    by_state: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        if case.kind in _STATES:
            by_state[_STATES[case.kind]].append(case.device_id)
    for state in sorted(by_state):
        move_devices(by_state[state], state)


def _tell(cases: Sequence[DeviceCase]) -> None:
    """The Sudin, once for what one school told at once."""
    schools = School.objects.in_bulk({case.school_id for case in cases})
    for school in schools.values():
        theirs = [case for case in cases if case.school_id == school.pk]
        path = reverse("verification:device_case_detail", args=[theirs[0].public_id])
        outbox.post(
            "verification/device_case_opened",
            to=watchers_over(school.region, Role.CITY_SUPERVISOR),
            path=path if len(theirs) == 1 else reverse("verification:device_case_list"),
            once=f"device_case:{theirs[0].pk}",
            school=school.name,
            devices=len(theirs),
        )
