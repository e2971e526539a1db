"""Deadlines pass over weekends and holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbb.common.workdays import is_workday, working_days_after


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2026, 8, 3), 10, date(2026, 8, 18)),  # over 17 August
        (date(2026, 8, 7), 1, date(2026, 8, 10)),  # Friday, then Monday
        (date(2026, 8, 8), 1, date(2026, 8, 10)),  # a Saturday
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # cuti bersama and Christmas, then a weekend
        (date(2026, 8, 3), 0, date(2026, 8, 3)),
    ],
)
def test_the_nth_working_day(day: date, n: int, due: date) -> None:
    assert working_days_after(day, n) == due


def test_a_year_without_a_decree_has_its_weekends() -> None:
    assert working_days_after(date(2040, 8, 16), 1) == date(2040, 8, 17)
    assert not is_workday(date(2040, 8, 18))


def test_nobody_counts_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        working_days_after(date(2026, 8, 3), -1)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(1, 30))
def test_between_lie_exactly_so_many_working_days(day: date, n: int) -> None:
    due = working_days_after(day, n)
    between = [day + timedelta(days=step) for step in range(1, (due - day).days + 1)]
    assert sum(map(is_workday, between)) == n
    assert is_workday(due)
