"""Quiet hours, for every hour and every choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from ksbb.notifications.quiet import FROM, UNTIL, quiet_until

JAKARTA = ZoneInfo("Asia/Jakarta")
HOURS = some.integers(0, 23)
MOMENTS = some.integers(0, 2_000_000).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=JAKARTA) + timedelta(minutes=minutes)
)


@given(MOMENTS, HOURS, HOURS)
def test_quiet_ends_within_a_day_at_its_hour_and_every_moment_before_is_quiet(
    now: datetime, begins: int, ends: int
) -> None:
    inside = {hour % 24 for hour in range(begins, ends + (24 if ends < begins else 0))}
    end = quiet_until(now, begins, ends)
    assert (end is not None) == (now.hour in inside)
    if end is not None:
        assert (end.hour, end.minute) == (ends, 0)
        assert timedelta(0) < end - now <= timedelta(days=1)
        assert quiet_until(end, begins, ends) is None


def test_the_usual_night() -> None:
    night = datetime(2026, 12, 31, 22, 30, tzinfo=JAKARTA)
    assert quiet_until(night, FROM, UNTIL) == datetime(2027, 1, 1, 6, tzinfo=JAKARTA)
    assert quiet_until(night - timedelta(hours=2), FROM, UNTIL) is None
    # The same moment told from elsewhere.
    assert quiet_until(night.astimezone(ZoneInfo("UTC")), FROM, UNTIL) is not None
