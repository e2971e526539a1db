"""Both sides hear of a date that comes near: each reminder once."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from donations.models import Pledge
from donations.reminding import due_reminder
from donations.states import AllocationState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox

BATCH = 100


def remind_givers(*, today: date | None = None) -> int:
    """For pledges of which something waits for an appointment (of those `remind_handovers` tells); how many it told of."""
    today, sent = today or timezone.localdate(), 0
    for days in sorted(settings.PLEDGE_REMINDER_DAYS):
        count = BATCH
        while count == BATCH:
            count = _batch(today, days)
            sent += count
    return sent


@transaction.atomic
def _batch(today: date, days: int) -> int:
    due = Pledge.objects.filter(
        Q(reminded_before=None) | Q(reminded_before__gt=days),
        pk__in=Pledge.objects.filter(
            state=PledgeState.COMMITTED,
            proposed_on__range=(today, today + timedelta(days=days)),
            lines__allocations__state=AllocationState.RESERVED,
        ).values("pk"),
        state=PledgeState.COMMITTED,
    )
    rows = due.order_by("pk").select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(rows.select_related("donor", "school")[:BATCH])
    for pledge in found:
        reached = due_reminder(pledge.proposed_on, today, pledge.reminded_before)
        _tell(pledge, (pledge.proposed_on - today).days, reached if reached is not None else days)
    Pledge.objects.filter(pk__in=[one.pk for one in found]).update(reminded_before=days)
    return len(found)


def _tell(pledge: Pledge, left: int, days: int) -> None:
    giver = people_of(pledge.donor.organisation_id, Permission.PLEDGE_CREATE)
    taker = people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE)
    outbox.post(
        "donations/pledge_reminder",
        to={*giver, *taker},
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"pledge_reminder:{pledge.pk}:{pledge.proposed_on.isoformat()}:{days}",
        school=pledge.school.name,
        when=pledge.proposed_on.strftime("%d-%m-%Y"),
        days=left,
    )
