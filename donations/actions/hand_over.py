"""The moment: the devices are in the school's hands, and both sides have said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.open_first_loans import open_first_loans
from donations.actions.record_out import record_out
from donations.actions.stop_at_wanted import stop_at_wanted
from donations.actions.try_code import try_code
from donations.models import Allocation, Confirmed, Device, Handover, HandoverCode, Pledge
from donations.policies import only_taker, why_not_hand_over
from donations.policies_handover import no_code, unconfirmed, used_photo
from donations.states import (
    ALLOCATION_MOVES,
    DEVICE_MOVES,
    HANDOVER_MOVES,
    PLEDGE_MOVES,
    AllocationState,
    DeviceState,
    HandoverState,
    PledgeState,
)
from donations.wanted import Step, refuse_wanted_devices
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import StaleState, move, move_all
from ksbb.notifications import outbox
from recipients.actions import settle


@stop_at_wanted(Step.HAND_OVER)
def hand_over(*, handover: Handover, actor: Actor, code: str = "", signed: CleanPhoto | None = None) -> Handover:
    """The school records that everything on the papers changed hands, with what the giver's side gave for it (promise 10).

    That is the `code` of `open_code`, or `signed`, the photo of the BAST that both signed where there was no network. A wrong
    code uses up a try for good, so a person's call must not be inside a transaction. A pledge with nothing left to come is
    fulfilled. Raises DeviceWanted when one of the devices is on the list of lost and stolen ones.
    """
    actor.must(Permission.HANDOVER_RECORD)
    found = Handover.objects.select_related("pledge__donor", "pledge__school").get(pk=handover.pk)
    only_taker(found.pledge, actor)
    # No try is spent on what could not be recorded anyway.
    refuse_if(why_not_hand_over(found))
    coming = Allocation.objects.filter(handover=found, state=AllocationState.SCHEDULED)
    refuse_wanted_devices(Device.objects.filter(allocation__in=coming))
    if not code and signed is None:
        raise Refused(unconfirmed())
    entered = try_code(handover=found, code=code, actor=actor) if code else None
    try:
        return _record(found, entered, signed, actor)
    except IntegrityError as error:
        if "handover_paper_once" in str(error):
            raise Refused(used_photo()) from error
        raise


@transaction.atomic
def _record(handover: Handover, code: HandoverCode | None, signed: CleanPhoto | None, actor: Actor) -> Handover:
    pledge = Pledge.objects.locked().get(pk=handover.pledge_id)
    handover = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    refuse_if(why_not_hand_over(handover))
    now = timezone.now()
    stamps = {"done_at": now, "done_by_id": actor.user_id or 0}
    move(handover, HandoverState.DONE, HANDOVER_MOVES, **stamps, **_confirmation(handover, code, signed, now))
    needs = _change_hands(handover, now)
    settle.deliver(needs)
    record_out(handover=handover, actor=actor)
    open_first_loans(handover=handover, actor=actor)
    waiting = Allocation.objects.filter(
        line__pledge=pledge, state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED]
    )
    if pledge.state == PledgeState.COMMITTED and not waiting.exists():
        move(pledge, PledgeState.FULFILLED, PLEDGE_MOVES, fulfilled_at=now)
    trail.record("handover.done", handover, actor=actor, devices=len(needs), how=handover.confirmed_how)
    _tell(handover, pledge, len(needs))
    return handover


def _confirmation(
    handover: Handover, code: HandoverCode | None, signed: CleanPhoto | None, now: datetime
) -> dict[str, Any]:
    """How both sides confirmed, as columns. A code is used once: an older one that was replaced meanwhile no longer counts."""
    told: dict[str, Any] = {}
    if code is not None:
        if not HandoverCode.objects.filter(pk=code.pk, used_at=None, ended_at=None).update(used_at=now):
            raise Refused(no_code())
        told |= {"confirmed_how": Confirmed.CODE}
        told |= {"giver_confirmed_at": code.opened_at, "giver_confirmed_by_id": code.opened_by_id}
    if signed is not None:
        if Handover.objects.filter(signed_paper_sha256=signed.sha256).exists():
            raise Refused(used_photo())
        handover.signed_paper.save(f"{handover.public_id}.jpg", ContentFile(signed.jpeg), save=False)
        told = {"confirmed_how": Confirmed.PAPER} | told
        told |= {"signed_paper": handover.signed_paper.name, "signed_paper_sha256": signed.sha256}
    return told


def _change_hands(handover: Handover, now: datetime) -> list[int]:
    """Units and devices are the school's; the needs they were for."""
    scheduled = Allocation.objects.filter(handover=handover, state=AllocationState.SCHEDULED)
    needs = list(scheduled.values_list("need_id", flat=True))
    recorded = Device.objects.filter(allocation__in=scheduled)
    moved = move_all(recorded, [DeviceState.INSPECTED], DeviceState.HANDED_OVER, DEVICE_MOVES, handed_over_at=now)
    if moved != len(needs):
        raise StaleState(f"handover {handover.pk}: {moved} devices recorded for {len(needs)} needs")
    move_all(scheduled, [AllocationState.SCHEDULED], AllocationState.HANDED_OVER, ALLOCATION_MOVES, handed_over_at=now)
    return needs


def _tell(handover: Handover, pledge: Pledge, devices: int) -> None:
    """The giver's people; where a photo of the paper stands for their word, they are asked to look at it."""
    by_paper = handover.confirmed_how == Confirmed.PAPER
    path = ("donations:handover_detail", handover) if by_paper else ("donations:pledge_detail", pledge)
    outbox.post(
        "donations/handed_over_on_paper" if by_paper else "donations/handed_over",
        to=people_of(pledge.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse(path[0], args=[path[1].public_id]),
        once=f"handed_over:{handover.pk}",
        school=pledge.school.name,
        devices=devices,
    )
