"""When a school is reminded of a loan. No database here."""

from __future__ import annotations

from datetime import date

# Days before a loan ends.
BEFORE = (14, 7, 1)
EARLIEST = max(BEFORE)
WEEK = 7


def due_stage(due_on: date, today: date, sent: int | None) -> int | None:
    """Which reminder is due: 14, 7 or 1 (days before), -7, -14 … (weeks after); None when it went out or none is due.

    `sent` is the last one that went out. A later one stands for those before it that nobody sent.
    """
    left = (due_on - today).days
    if left > EARLIEST:
        return None
    if left >= 0:
        stage = min(days for days in BEFORE if left <= days)
    elif -left < WEEK:
        return None
    else:
        stage = -(-left // WEEK) * WEEK
    return stage if sent is None or sent > stage else None
