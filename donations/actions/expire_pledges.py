"""Promises whose date is long past and for which nobody planned a handover are over; their units return by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from donations.actions.release_units import release_units
from donations.models import Allocation, Handover, Pledge
from donations.states import PLEDGE_MOVES, AllocationState, HandoverState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.authority.permissions import Permission
from ksbb.common.states import move_all
from ksbb.notifications import outbox

BATCH = 50
_ARRIVED = [AllocationState.HANDED_OVER, AllocationState.REFUTED]


def expire_pledges(*, today: date | None = None) -> int:
    """Each promise once, also with several workers at it; returns how many promises ended.

    A part that was handed over is a gift: the rest is released and the pledge is fulfilled. Both sides are told.
    """
    today, ended = today or timezone.localdate(), 0
    while True:
        count = _batch(today - timedelta(days=settings.PLEDGE_GRACE_DAYS))
        ended += count
        if count < BATCH:
            return ended


@transaction.atomic
def _batch(last_day: date) -> int:
    planned = Handover.objects.filter(pledge=OuterRef("pk"), state=HandoverState.PLANNED)
    due = Pledge.objects.filter(~Exists(planned), state=PledgeState.COMMITTED, proposed_on__lt=last_day)
    rows = due.order_by("proposed_on", "pk").select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(rows.select_related("donor", "school")[:BATCH])
    # Read again once they are ours: an appointment may have been made while the rows were being found.
    busy = set(Handover.objects.filter(pledge__in=found, state=HandoverState.PLANNED).values_list("pledge", flat=True))
    ours = [pledge for pledge in found if pledge.pk not in busy]
    _end(ours)
    return len(found)


def _end(pledges: Sequence[Pledge]) -> None:
    units = Allocation.objects.filter(line__pledge__in=pledges)
    held = dict(
        units.filter(state=AllocationState.RESERVED).values_list("line__pledge").annotate(n=Count("pk")).order_by()
    )
    arrived = set(units.filter(state__in=_ARRIVED).values_list("line__pledge", flat=True))
    release_units(units)
    now = timezone.now()
    for state, stamp in ((PledgeState.FULFILLED, "fulfilled_at"), (PledgeState.EXPIRED, "expired_at")):
        these = [one.pk for one in pledges if (one.pk in arrived) == (state == PledgeState.FULFILLED)]
        rows = Pledge.objects.filter(pk__in=these)
        move_all(rows, [PledgeState.COMMITTED], state, PLEDGE_MOVES, **{stamp: now})
    for pledge in pledges:
        trail.record("pledge.expired", pledge, actor=SYSTEM, devices=held.get(pledge.pk, 0))
        _tell(pledge, held.get(pledge.pk, 0))


def _tell(pledge: Pledge, devices: int) -> None:
    giver = people_of(pledge.donor.organisation_id, Permission.PLEDGE_CREATE)
    taker = people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE)
    outbox.post(
        "donations/pledge_expired",
        to={*giver, *taker},
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"pledge_expired:{pledge.pk}",
        school=pledge.school.name,
        devices=devices,
    )
