"""Both sides and whoever goes along hear of an appointment that comes near: each reminder once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover
from donations.states import HandoverState
from ksbb.accounts.acting import people_of
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox

BATCH = 100


def remind_handovers(*, now: datetime | None = None) -> int:
    """For appointments that are still to come; returns of how many it told. The nearest reminder stands for the ones before."""
    now, told = now or timezone.now(), 0
    for days in sorted(settings.HANDOVER_REMINDER_DAYS):
        count = BATCH
        while count == BATCH:
            count = _batch(now, days)
            told += count
    return told


@transaction.atomic
def _batch(now: datetime, days: int) -> int:
    """What lies at most `days` days ahead, counted in days of the calendar here."""
    last = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=days + 1), time()))
    coming = Handover.objects.filter(state=HandoverState.PLANNED, scheduled_for__gt=now, scheduled_for__lt=last)
    due = coming.filter(Q(reminded_before=None) | Q(reminded_before__gt=days)).order_by("scheduled_for", "pk")
    rows = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(rows.select_related("pledge__donor", "school")[:BATCH])
    for handover in found:
        _tell(handover, days, (timezone.localdate(handover.scheduled_for) - timezone.localdate(now)).days)
    Handover.objects.filter(pk__in=[one.pk for one in found]).update(reminded_before=days)
    return len(found)


def _tell(handover: Handover, days: int, left: int) -> None:
    sides = (handover.pledge.donor.organisation_id, handover.school.organisation_id)
    to = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)}
    outbox.post(
        "donations/handover_reminder",
        to=to | ({handover.officer_id} if handover.officer_id else set()),
        path=reverse("donations:handover_detail", args=[handover.public_id]),
        once=f"handover_reminder:{handover.pk}:{days}",
        school=handover.school.name,
        place=handover.place,
        when=timezone.localtime(handover.scheduled_for).strftime("%d-%m-%Y %H.%M"),
        days=left,
    )
