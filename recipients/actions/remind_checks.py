"""Say to those who exchange lists with the offices that a quarter has gone by since the last answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS
from ksbb.notifications import outbox
from ksbb.territories.models import within
from recipients.exchange import due_checks
from recipients.models import Recipient


@transaction.atomic
def remind_checks(today: date | None = None) -> int:
    """One message a person, source and quarter, however often it runs; returns how many were due. It takes no actor: the
    calendar decides. A ground without registered people is not asked about.
    """
    day = today or timezone.localdate()
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    roles = [role for role, granted in GRANTS.items() if Permission.CHECK_EXCHANGE in granted]
    holders = Membership.objects.active().filter(role__in=roles).select_related("organisation", "user")
    due: dict[str, set[int]] = {}
    for membership in holders:
        codes = actor_of(membership).oversees
        if codes and Recipient.objects.registered().filter(within("region", codes)).exists():
            for check in due_checks(codes, day):
                due.setdefault(check.source, set()).add(membership.user_id)
    for source, people in due.items():
        path = reverse("recipients:check_list")
        outbox.post("recipients/check_due", to=people, path=path, once=f"check_due:{source}:{quarter}", source=source)
    return sum(map(len, due.values()))
