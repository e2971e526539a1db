"""Thin: each task names the work and calls it."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from ksbb.accounts.actions.publish_root import publish_root
from ksbb.accounts.actions.report_bulk_reading import report_bulk_reading
from ksbb.accounts.actions.watch_keys import watch_keys
from ksbb.accounts.actions.watch_memberships import watch_memberships
from ksbb.accounts.sessions import SessionStore


@shared_task
def publish_daily_root() -> None:
    """Yesterday's, as soon as it is over; what has one stays as it is."""
    publish_root(day=timezone.localdate() - timedelta(days=1))


@shared_task
def watch_reading() -> None:
    report_bulk_reading()


@shared_task
def watch_ending_roles() -> None:
    """Reminders before a role or a key ends, the sessions of those whose role ended today, the rows of sessions that are over."""
    watch_memberships()
    watch_keys()
    SessionStore.clear_expired()
