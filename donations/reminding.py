"""When a giver hears of a date that comes near. No database here."""

from __future__ import annotations

from datetime import date

from django.conf import settings


def due_reminder(proposed_on: date, today: date, sent: int | None) -> int | None:
    """Which reminder (in days before the date) is due: the smallest one reached, unless it or a later one went out already.

    None: none is due, also when the date is past.
    """
    left = (proposed_on - today).days
    reached = [days for days in settings.PLEDGE_REMINDER_DAYS if 0 <= left <= days]
    if not reached or (sent is not None and sent <= min(reached)):
        return None
    return min(reached)


def reminded_already(proposed_on: date, today: date) -> int | None:
    """What counts as sent for a promise made today: who promises for next week need not read it the same day."""
    return due_reminder(proposed_on, today, None)


def told_with_the_appointment(on: date, today: date) -> int | None:
    """Which reminder (in days before) counts as sent for an appointment made `today`: both sides have just heard of it."""
    return min((days for days in settings.HANDOVER_REMINDER_DAYS if (on - today).days <= days), default=None)
