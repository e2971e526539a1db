"""A promise is taken back; every unit returns to the pool exactly once."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.release_units import release_units
from donations.models import Allocation, Handover, HandoverCertificate, Pledge
from donations.policies import only_giver, why_not_withdraw_pledge
from donations.states import HANDOVER_MOVES, PLEDGE_MOVES, HandoverState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move, move_all
from ksbb.notifications import outbox


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, actor: Actor, reason: str) -> Pledge:
    """Releases the needs, cancels planned handovers with their papers, frees the devices' numbers and tells the school."""
    actor.must(Permission.PLEDGE_CREATE)
    pledge = Pledge.objects.locked().get(pk=pledge.pk)
    only_giver(pledge, actor)
    refuse_if(why_not_withdraw_pledge(pledge))
    now, by, why = timezone.now(), actor.user_id or 0, reason[:300]
    move(pledge, PledgeState.WITHDRAWN, PLEDGE_MOVES, withdrawn_at=now, withdrawn_by_id=by, withdrawn_reason=why)
    planned = Handover.objects.filter(pledge=pledge, state=HandoverState.PLANNED)
    HandoverCertificate.objects.filter(handover__in=planned, voided_at__isnull=True).update(
        voided_at=now, voided_by_id=by, voided_reason=why
    )
    move_all(
        planned,
        [HandoverState.PLANNED],
        HandoverState.CANCELLED,
        HANDOVER_MOVES,
        cancelled_at=now,
        cancelled_by_id=by,
        cancelled_reason=why,
    )
    devices = release_units(Allocation.objects.filter(line__pledge=pledge))
    trail.record("pledge.withdrawn", pledge, actor=actor, devices=devices)
    outbox.post(
        "donations/pledge_withdrawn",
        to=people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE),
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"pledge_withdrawn:{pledge.pk}",
        school=pledge.school.name,
        devices=devices,
    )
    return pledge
