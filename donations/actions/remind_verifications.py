"""Before a verification ends, the office and the aggregator hear of it: a month before, and a week before."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Aggregator
from ksbb.accounts.acting import everybody_who_may, people_of
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox

BEFORE = (30, 7)


@transaction.atomic
def remind_verifications(*, today: date | None = None) -> int:
    """Each reminder goes out once, however often this runs; returns how many verifications are near their end."""
    day = today or timezone.localdate()
    due = Aggregator.objects.filter(verified_until__range=(day, day + timedelta(days=max(BEFORE))))
    found = list(due.select_related("organisation").order_by("pk"))
    officers = everybody_who_may(Permission.AGGREGATOR_VERIFY) if found else []
    for one in found:
        assert one.verified_until is not None
        left = (one.verified_until - day).days
        mark = min(before for before in BEFORE if left <= before)
        told = {"aggregator": one.organisation.name, "until": one.verified_until.isoformat()}
        outbox.post(
            "donations/verification_due",
            to=officers,
            path=reverse("donations:aggregator_manage", args=[one.public_id]),
            once=f"verification_due:{one.pk}:{one.verified_until}:{mark}",
            **told,
        )
        outbox.post(
            "donations/verification_ends",
            to=people_of(one.organisation_id, Permission.LEDGER_RECORD),
            path=reverse("donations:aggregator_detail", args=[one.public_id]),
            once=f"verification_ends:{one.pk}:{one.verified_until}:{mark}",
            **told,
        )
    return len(found)
