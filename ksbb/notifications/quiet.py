"""The hours in which no telephone is to ring. Pure: hours and moments in, a moment out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

FROM, UNTIL = 21, 6


def quiet_until(now: datetime, begins: int, ends: int) -> datetime | None:
    """When the quiet that `now` falls into ends; None outside of it.

    `begins` and `ends` are whole hours (0 to 23) of the portal's own zone; `begins` counts as quiet, `ends` does not. Equal hours:
    never quiet. Beyond midnight when `begins` is the later one.
    """
    here = timezone.localtime(now)
    if begins == ends:
        return None
    today = here.replace(minute=0, second=0, microsecond=0)
    inside = begins <= here.hour < ends if begins < ends else here.hour >= begins or here.hour < ends
    if not inside:
        return None
    end = today.replace(hour=ends)
    return end if end > here else end + timedelta(days=1)
