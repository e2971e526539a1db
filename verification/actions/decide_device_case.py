"""The Sudin says how a case of a device ends, and whether the pupil or teacher is helped again."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.end_search import end_search
from donations.actions.move_devices import move_devices
from donations.models import Device
from donations.states import DeviceState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.actions import settle
from verification.models import DeviceCase
from verification.policies_cases import USED_AGAIN, had_part, why_not_decide, why_not_outcome
from verification.states import DEVICE_CASE_MOVES, DeviceCaseState

Outcome, Replacement = DeviceCase.Outcome, DeviceCase.Replacement


@transaction.atomic
def decide_device_case(*, case: DeviceCase, outcome: str, replacement: str, finding: str, actor: Actor) -> DeviceCase:
    """OPEN → CLOSED; the device stands where the outcome says, and with NEED_AGAIN the person's need is open anew, once.

    Raises Forbidden (four eyes, other ground), Refused, StaleState. Of two officers at once the first decides.
    """
    actor.must(Permission.DEVICE_CASE_DECIDE)
    if not actor.is_system and not DeviceCase.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise Forbidden("outside the own ground")
    # The device is held before its case, as by whoever opens one.
    Device.objects.select_for_update(of=("self",), no_key=True).get(pk=case.device_id)
    case = (
        DeviceCase.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school", "device__allocation__need")
        .get(pk=case.pk)
    )
    if had_part(case, actor):
        raise Forbidden("four eyes")
    refuse_if(why_not_decide(case, actor))
    refuse_if(why_not_outcome(case, outcome, replacement, finding))
    told = {"outcome": outcome, "replacement": replacement, "finding": finding.strip()}
    move(
        case, DeviceCaseState.CLOSED, DEVICE_CASE_MOVES,
        closed_at=timezone.now(), closed_by_id=actor.user_id or 0, **told,
    )  # fmt: skip
    _follow(case, actor)
    trail.record("device_case.decided", case, actor=actor, outcome=outcome, replacement=replacement)
    outbox.post(
        "verification/device_case_decided",
        to=people_of(case.school.organisation_id, Permission.DEVICE_CASE_TELL),
        path=reverse("verification:device_case_detail", args=[case.public_id]),
        once=f"device_case_decided:{case.pk}",
        school=case.school.name,
    )
    return case


def _follow(case: DeviceCase, actor: Actor) -> None:
    device = case.device
    if case.outcome in USED_AGAIN:
        move_devices([device.pk], DeviceState.IN_USE)
    elif case.outcome == Outcome.RETIRED:
        move_devices([device.pk], DeviceState.RETIRED)
    else:
        move_devices([device.pk], DeviceState.LOST)
    if case.outcome != Outcome.GONE:
        end_search(device, reason=_("Perkara selesai."), actor=actor)
    assert device.allocation is not None
    if case.replacement == Replacement.NEED_AGAIN and not settle.renew(device.allocation.need_id):
        raise Refused(
            _(
                "Penerimanya tidak lagi terdaftar atau tidak lagi memenuhi syarat, jadi kebutuhannya tidak dapat dibuka lagi."
            )
        )
