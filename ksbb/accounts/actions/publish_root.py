"""The day's root of the trail, to the public page and to the auditors."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from ksbb.accounts.models import Membership
from ksbb.audit import roots
from ksbb.audit.models import DailyRoot
from ksbb.authority.roles import Role
from ksbb.notifications import outbox


@transaction.atomic
def publish_root(*, day: date) -> DailyRoot | None:
    """Publish the root of `day`, once, and mail it to every auditor: what lies in mailboxes nobody changes later."""
    root = roots.publish(day)
    if root is not None:
        outbox.post(
            "audit/daily_root",
            to=auditors(),
            path=reverse("audit:root_list"),
            once=f"root:{day}",
            day=day.isoformat(),
            entries=root.entries,
            digest=root.digest,
        )
    return root


def auditors() -> list[int]:
    """User ids of all who audit, on whatever ground."""
    return list(Membership.objects.active().filter(role=Role.AUDITOR).values_list("user_id", flat=True))
