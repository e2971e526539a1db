"""The past of a school's or an area's needs, for its page."""

from __future__ import annotations

from django.utils import timezone

from donations.history import History, history_of
from ksbb.common.fragments import kept
from recipients.statistics import Figures, figures_by_day
from schools.models import School


def history_of_school(school: School, now: Figures) -> History | None:
    return history_of(figures_by_day(school_id=school.pk), now, timezone.localdate())


def history_of_area(code: str, now: Figures) -> History | None:
    """A kota's is read from thousands of rows, and changes once a day: not anew whenever a number of today moves."""
    today = timezone.localdate()
    days = kept("area-days", (code, today), lambda: figures_by_day(codes=(code,)))
    return history_of(days, now, today)
