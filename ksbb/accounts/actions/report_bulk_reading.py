"""Whoever was shown unusually many people within an hour comes to the auditors' notice."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.actions.publish_root import auditors
from ksbb.audit.reads import bulk_readers
from ksbb.notifications import outbox
from ksbb.notifications.outbox import Letter


@transaction.atomic
def report_bulk_reading() -> int:
    """One letter for each account and day to every auditor; how many accounts there were. The letter names nobody."""
    now = timezone.now()
    readers = bulk_readers(since=now - timedelta(hours=1), more_than=settings.READ_ALERT_PEOPLE)
    if readers:
        to = auditors()
        outbox.post_all(
            [
                Letter(
                    "audit/bulk_reading",
                    to,
                    path=f"{reverse('audit:read_list')}?akun={user}",
                    once=f"reading:{user}:{timezone.localdate(now)}",
                    context={"people": people},
                )
                for user, people in readers
            ]
        )
    return len(readers)
