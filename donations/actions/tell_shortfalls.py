"""At the door: some of the devices did not come, or do not stay. What comes of each is settled before anything is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from donations.actions.fulfil_if_done import fulfil_if_done
from donations.actions.part_with_units import part_with_units
from donations.actions.record_losses import record_losses
from donations.models import Allocation, Handover, Pledge, PledgeLine, Shortfall
from donations.policies import only_sides
from donations.policies_handover import why_not_fall_short
from donations.shortfalls import Absent, counts_of, said_of
from donations.states import (
    ALLOCATION_MOVES,
    HANDOVER_MOVES,
    PLEDGE_MOVES,
    AllocationState,
    HandoverState,
    PledgeState,
)
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState, move, move_all
from ksbb.notifications import outbox

Kind = Shortfall.Kind


@transaction.atomic
def tell_shortfalls(*, handover: Handover, missing: Sequence[Absent], actor: Actor) -> Handover:
    """NOT_BROUGHT: the unit waits for another day. LOST, REFUSED, RETURNED: the need is open again at once.

    Papers that name one of these devices are voided with the reason; the rest is issued anew. When nothing is left, the
    appointment is cancelled. Raises StaleState when a unit is no longer part of the appointment.
    """
    actor.must(Permission.HANDOVER_SCHEDULE)
    pledge = Pledge.objects.locked().get(pk=handover.pledge_id)
    only_sides(pledge, actor)
    handover = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    handover.pledge = pledge
    refuse_if(why_not_fall_short(handover, [one.kind for one in missing], pledge, actor))
    lots = _hold(handover, missing)
    _write_down(handover, missing, actor)
    _void(handover, missing, actor)
    _put_off(handover, _of_kind(missing, Kind.NOT_BROUGHT))
    for kind in (Kind.LOST, Kind.REFUSED, Kind.RETURNED):
        part_with_units(handover=handover, kind=kind, units=_of_kind(missing, kind), actor=actor)
    _say_what_is_left(pledge)
    left = handover.allocations.filter(state=AllocationState.SCHEDULED).count()
    if not left:
        _cancel(handover, missing, actor)
    _end(pledge, missing, actor)
    trail.record("handover.fell_short", handover, actor=actor, devices=len(missing), left=left, **counts_of(missing))
    lost = Counter(lots[one.unit] for one in missing if one.kind == Kind.LOST)
    record_losses(handover=handover, lots={lot: count for lot, count in lost.items() if lot}, actor=actor)
    _tell(handover, pledge, len(missing), left, actor)
    return handover


def _of_kind(missing: Sequence[Absent], kind: str) -> list[int]:
    return [one.unit for one in missing if one.kind == kind]


def _hold(handover: Handover, missing: Sequence[Absent]) -> dict[int, int | None]:
    """Unit → lot that it was promised from; all of them still wait in this appointment."""
    wanted = {one.unit for one in missing}
    units = Allocation.objects.filter(handover=handover, state=AllocationState.SCHEDULED, pk__in=wanted)
    rows = units.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", "line__lot")
    found = dict(rows)
    if len(found) != len(missing):
        raise StaleState(f"handover {handover.pk}: {len(found)} of {len(missing)} units are part of it")
    return found


def _write_down(handover: Handover, missing: Sequence[Absent], actor: Actor) -> None:
    told = {"handover": handover, "region": handover.region, "at": timezone.now(), "by_id": actor.user_id or 0}
    Shortfall.objects.bulk_create(
        Shortfall(allocation_id=one.unit, kind=one.kind, reason=one.reason[:300], **told) for one in missing
    )


def _void(handover: Handover, missing: Sequence[Absent], actor: Actor) -> None:
    """The paper of all devices names each of them, so it always goes; those of single persons only where theirs did not come."""
    units = [one.unit for one in missing]
    valid = handover.certificates.filter(voided_at__isnull=True)
    count = valid.filter(Q(device=None) | Q(device__allocation__in=units)).update(
        voided_at=timezone.now(), voided_by_id=actor.user_id or 0, voided_reason=said_of(missing)
    )
    if count:
        trail.record("certificates.voided", handover, actor=actor, papers=count)


def _put_off(handover: Handover, units: Sequence[int]) -> None:
    later = Allocation.objects.filter(pk__in=units)
    again = {"scheduled_at": None, "handover": None}
    move_all(later, [AllocationState.SCHEDULED], AllocationState.RESERVED, ALLOCATION_MOVES, **again)


def _say_what_is_left(pledge: Pledge) -> None:
    """A line says how many devices it still promises; one of which nothing is left keeps the number that was promised."""
    held = Allocation.objects.filter(line__pledge=pledge).exclude(state=AllocationState.RELEASED)
    for line, count in held.order_by().values_list("line").annotate(count=Count("pk")):
        PledgeLine.objects.filter(pk=line).exclude(quantity=count).update(quantity=count)


def _cancel(handover: Handover, missing: Sequence[Absent], actor: Actor) -> None:
    move(
        handover,
        HandoverState.CANCELLED,
        HANDOVER_MOVES,
        cancelled_at=timezone.now(),
        cancelled_by_id=actor.user_id or 0,
        cancelled_reason=said_of(missing),
    )
    trail.record("handover.cancelled", handover, actor=actor, devices=0)


def _end(pledge: Pledge, missing: Sequence[Absent], actor: Actor) -> None:
    """A promise of which nothing came and nothing will come was not fulfilled."""
    came = Allocation.objects.filter(line__pledge=pledge).exclude(state=AllocationState.RELEASED)
    if came.exists():
        fulfil_if_done(pledge=pledge)
    elif pledge.state == PledgeState.COMMITTED:
        stamps = {"withdrawn_at": timezone.now(), "withdrawn_by_id": actor.user_id or 0}
        move(pledge, PledgeState.WITHDRAWN, PLEDGE_MOVES, withdrawn_reason=said_of(missing), **stamps)


def _tell(handover: Handover, pledge: Pledge, devices: int, left: int, actor: Actor) -> None:
    sides = (pledge.donor.organisation_id, pledge.school.organisation_id)
    told = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)}
    told |= {handover.officer_id} if handover.officer_id else set()
    outbox.post(
        "donations/handover_fell_short",
        to=told - {actor.user_id or 0},
        path=reverse("donations:handover_detail", args=[handover.public_id]),
        once=f"handover_fell_short:{handover.pk}:{handover.shortfalls.count()}",
        school=pledge.school.name,
        devices=devices,
        left=left,
    )
