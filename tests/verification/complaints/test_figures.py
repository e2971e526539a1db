"""The public page: how many, about what, how soon answered, and nothing of anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import TimeMachineFixture

from schools.models import School
from tests.factories.complaints import answered, complained
from tests.verification.complaints.conftest import Offices
from verification.complaint_statistics import figures_until

# A Monday without a holiday in the week.
MONDAY = datetime(2026, 7, 6, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))


def a_fortnight(school: School, offices: Offices, clock: TimeMachineFixture) -> date:
    """Six answered on the third working day, five that nobody answered, two of another kind; the day after all of it."""
    clock.move_to(MONDAY)
    told = [complained("broken", school=school) for _number in range(6)]
    for _number in range(5):
        complained("not_arrived", school=school)
    for _number in range(2):
        complained("found", school=school)
    clock.move_to(MONDAY + timedelta(days=3))
    for complaint in told:
        answered(complaint, offices.district)
    clock.move_to(MONDAY + timedelta(days=14))
    return timezone.localdate()


def test_counts_share_and_middle(school: School, offices: Offices, time_machine: TimeMachineFixture) -> None:
    found = figures_until(a_fortnight(school, offices, time_machine))
    assert (found.total, found.in_time, found.median_days) == (15, (5, 10), 3)
    assert [line.total for line in found.lines] == [5, 5, 5]
    assert [bar.value for bar in found.bars] == [15]


def test_what_one_day_has_more_than_the_other_is_never_a_few(
    school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    after = a_fortnight(school, offices, time_machine)
    complained("broken", school=school)
    days = [figures_until(after), figures_until(after + timedelta(days=1))]
    told = [[line.total for line in found.lines] + [found.total, *(found.in_time or ())] for found in days]
    assert [(one - other) % 5 for one, other in zip(*told, strict=True)] == [0] * 6


def test_what_came_in_today_is_not_in_it_yet(
    school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(MONDAY)
    for _number in range(6):
        complained(school=school)
    assert figures_until(timezone.localdate()).total == 0
    assert figures_until(timezone.localdate() + timedelta(days=1)).total == 5


def test_what_still_has_time_is_neither_punctual_nor_late(
    school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(MONDAY)
    for _number in range(6):
        complained(school=school)
    assert figures_until(timezone.localdate() + timedelta(days=2)).in_time is None


def test_fewer_than_five_are_not_told(visitor: Client, school: School, offices: Offices) -> None:
    complained(school=school)
    page = visitor.get("/lapor/statistik/").content.decode()
    assert "Belum cukup banyak" in page
    assert "<table" not in page


def test_the_chart_stands_beside_its_table(
    visitor: Client, school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    a_fortnight(school, offices, time_machine)
    page = visitor.get("/lapor/statistik/").content.decode()
    assert [words in page for words in ("<svg", "<table", "3 hari kerja", "33%")] == [True] * 4
    assert school.name not in page


def test_the_page_costs_one_question(school: School, offices: Offices) -> None:
    complained(school=school)
    with CaptureQueriesContext(connection) as seen:
        figures_until(timezone.localdate() + timedelta(days=1))
    assert len(seen) == 1
