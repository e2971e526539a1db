"""When a school is asked how devices are used, when it is late, and which devices it is asked to show. No database here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

# Days after the proof (design, section 3), and from the question to the reminder, to the term and to the closed gate.
STAGES = (30, 90, 180)
REMIND_AFTER, TERM, GRACE = timedelta(days=7), timedelta(days=14), timedelta(days=14)
# One device in ten is to be shown, and never none.
SHOWN_SHARE = 10
# Fewer devices than this are told of in words only: a number would speak of single pupils (design, section 5).
FEWEST = 5


def is_to_remind(due_on: date, today: date) -> bool:
    """In the second half of the time."""
    return due_on - TERM + REMIND_AFTER <= today < due_on


def is_to_warn(due_on: date, today: date) -> bool:
    return today >= due_on


def is_late(due_on: date, today: date) -> bool:
    """From this day on the school's gate is closed."""
    return today >= due_on + GRACE


def to_show(seed: str, devices: Sequence[str]) -> set[str]:
    """Which of `devices` are to be shown in a photo: the tenth part, rounded up, in the order of a hash.

    The same seed gives the same devices, so that anybody can check the choice; nobody can know it before the round exists.
    """
    count = -(-len(devices) // SHOWN_SHARE)
    ordered = sorted(devices, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return set(ordered[:count])
