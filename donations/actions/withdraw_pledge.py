"""A promise is taken back; every unit returns to the pool exactly once."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Allocation, Handover, Pledge
from donations.policies import why_not_withdraw_pledge
from donations.states import ALLOCATION_MOVES, HANDOVER_MOVES, PLEDGE_MOVES, AllocationState, HandoverState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move, move_all
from ksbb.notifications import outbox
from recipients.actions import settle


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, actor: Actor, reason: str) -> Pledge:
    """Releases the needs, cancels planned handovers and tells the school."""
    actor.must(Permission.PLEDGE_CREATE)
    if not actor.is_system and pledge.donor.organisation_id != actor.organisation_id:
        raise Forbidden("only the own pledge")
    pledge = Pledge.objects.select_for_update(of=("self",)).select_related("donor", "school").get(pk=pledge.pk)
    refuse_if(why_not_withdraw_pledge(pledge))
    move(
        pledge,
        PledgeState.WITHDRAWN,
        PLEDGE_MOVES,
        withdrawn_at=timezone.now(),
        withdrawn_by_id=actor.user_id or 0,
        withdrawn_reason=reason[:300],
    )
    held = Allocation.objects.filter(
        line__pledge=pledge, state__in=[AllocationState.RESERVED, AllocationState.SCHEDULED]
    )
    ids, needs = [list(column) for column in zip(*held.values_list("pk", "need_id"), strict=True)] or [[], []]
    move_all(
        Allocation.objects.filter(pk__in=ids),
        [AllocationState.RESERVED, AllocationState.SCHEDULED],
        AllocationState.RELEASED,
        ALLOCATION_MOVES,
        released_at=timezone.now(),
    )
    settle.release(needs)
    move_all(
        Handover.objects.filter(pledge=pledge, state=HandoverState.PLANNED),
        [HandoverState.PLANNED],
        HandoverState.CANCELLED,
        HANDOVER_MOVES,
        cancelled_at=timezone.now(),
        cancelled_by_id=actor.user_id or 0,
        cancelled_reason=reason[:300],
    )
    trail.record("pledge.withdrawn", pledge, actor=actor, devices=len(ids))
    outbox.post(
        "donations/pledge_withdrawn",
        to=people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE),
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"pledge_withdrawn:{pledge.pk}",
        school=pledge.school.name,
        devices=len(ids),
    )
    return pledge
