"""An appointment for what a pledge still holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.choose_officer import choose_officer
from donations.actions.stop_at_wanted import stop_at_wanted
from donations.models import Allocation, Device, Handover, Pledge
from donations.policies import only_sides, ready_units, why_not_schedule
from donations.reminding import told_with_the_appointment
from donations.states import ALLOCATION_MOVES, AllocationState
from donations.wanted import Step, refuse_wanted_devices
from ksbb.accounts.acting import people_of, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move_all
from ksbb.notifications import outbox
from ksbb.territories.models import DISTRICT_LENGTH


@stop_at_wanted(Step.SCHEDULE)
@transaction.atomic
def schedule_handover(
    *, pledge: Pledge, scheduled_for: datetime, place: str, actor: Actor, officer: int | None = None
) -> Handover:
    """All reserved devices that are ready go into one appointment: new ones, and used ones that passed their inspection.

    The rest stays reserved. The other side and the kecamatan's officers are told; `officer`, the key of the account of one of
    `officers_over` the school, is asked to go along.
    """
    actor.must(Permission.HANDOVER_SCHEDULE)
    pledge = Pledge.objects.locked().get(pk=pledge.pk)
    only_sides(pledge, actor)
    refuse_if(why_not_schedule(pledge, scheduled_for))
    refuse_wanted_devices(Device.objects.filter(allocation__in=ready_units(pledge)))
    handover = Handover.objects.create(
        pledge=pledge,
        school=pledge.school,
        region=pledge.region,
        scheduled_for=scheduled_for,
        place=place,
        planned_by_id=actor.user_id or 0,
        reminded_before=told_with_the_appointment(timezone.localdate(scheduled_for), timezone.localdate()),
    )
    count = move_all(
        Allocation.objects.filter(pk__in=ready_units(pledge).values("pk")),
        [AllocationState.RESERVED],
        AllocationState.SCHEDULED,
        ALLOCATION_MOVES,
        scheduled_at=timezone.now(),
        handover=handover,
    )
    trail.record("handover.planned", handover, actor=actor, devices=count)
    sides = (pledge.donor.organisation_id, pledge.school.organisation_id)
    told = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)}
    told |= set(watchers_over(pledge.region[:DISTRICT_LENGTH], Role.DISTRICT_SUPERVISOR))
    outbox.post(
        "donations/handover_planned",
        to=told - {actor.user_id or 0},
        path=reverse("donations:handover_detail", args=[handover.public_id]),
        once=f"handover_planned:{handover.pk}",
        school=pledge.school.name,
        place=place,
        when=timezone.localtime(scheduled_for).strftime("%d-%m-%Y %H.%M"),
        devices=count,
    )
    return choose_officer(handover=handover, officer=officer, actor=actor) if officer is not None else handover
