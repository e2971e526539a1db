"""Deadlines in working days, as offices of the province count them."""

from __future__ import annotations

from datetime import date, timedelta

from lokal.holidays import HOLIDAY_YEARS, is_working_day

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Monday to Friday, neither libur nasional nor cuti bersama (SKB 3 Menteri of the year, as shipped with lokal-id).

    A year whose decree is not known here counts its weekends only: a deadline a day early harms nobody.
    """
    if day.year not in HOLIDAY_YEARS:
        return day.weekday() < _SATURDAY
    return bool(is_working_day(day))


def working_days_after(day: date, n: int) -> date:
    """The `n`-th working day after `day`; `day` itself does not count. `n` of 0 is `day`."""
    if n < 0:
        raise ValueError("n counts forward")
    while n:
        day += timedelta(days=1)
        n -= is_workday(day)
    return day
