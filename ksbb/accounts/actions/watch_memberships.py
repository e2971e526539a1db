"""Roles that end on a day: a reminder before it, and no session left after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import Membership, Session
from ksbb.notifications import outbox
from ksbb.notifications.outbox import Letter

# Days before the last one on which the person, and whoever gave the role, are told.
REMIND = (14, 3)


@transaction.atomic
def watch_memberships(*, today: date | None = None) -> tuple[int, int]:
    """As often as one likes: every letter goes once. Returns letters and ended sessions.

    The role itself needs nobody to end it: from `ends_on` on no request gets it (`Membership.objects.active`).
    """
    day = today or timezone.localdate()
    letters = [
        Letter(
            "accounts/membership_ending",
            to={membership.user_id, membership.invited_by_id or membership.user_id},
            path=reverse("accounts:membership_choose"),
            once=f"membership-ending:{membership.pk}:{membership.ends_on}:{days}",
            context={"membership": membership.public_id.hex},
        )
        for days in REMIND
        for membership in Membership.objects.active(day).filter(ends_on__lte=day + timedelta(days=days)).order_by("pk")
    ]
    posted = outbox.post_all(letters) if letters else []
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    over = Membership.objects.filter(accepted_at__isnull=False, ends_on=day).values("user_id")
    ended, _by_table = Session.objects.filter(user_id__in=over, signed_in_at__lt=midnight).delete()
    return len(posted), ended
