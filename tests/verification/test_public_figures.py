"""The public figures as pages: rounded, few and none marked alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from donations.models.flow import FLOWS
from ksbb.common.fragments import forget_all
from tests.factories.donations import people_at, school_at
from tests.factories.verification import handed_over, judged, report_on
from verification.charts import Area, equity_of, month_chart
from verification.figures import MonthRow, Told, figure_cube

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


def page(client: Client, **asked: str) -> str:
    forget_all()
    response = client.get(reverse("verification:figures"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_reads_what_is_large_enough(visitor: Client):
    school = school_at()
    people_at(school, pupils=12)
    found = figure_cube()
    assert found.told(school.region[:8]).needed == 10
    assert '<span class="figure-value">10</span>' in page(visitor)


def test_one_promise_among_twelve_is_not_told_apart(visitor: Client):
    handover = handed_over(pupils=12)
    told = figure_cube().told(handover.region[:8])
    assert (told.needed, told.pledged, told.handed_over, told.verified) == (10, None, None, None)
    assert "kurang dari 5" in page(visitor)


def test_a_month_with_few_devices_is_not_told(visitor: Client):
    judged(report_on(handed_over()))
    assert "kurang dari 5" in page(visitor)


def test_an_area_or_part_that_is_not_there_is_not_found(visitor: Client):
    forget_all()
    assert visitor.get(reverse("verification:figures"), {"wilayah": "99.99"}).status_code == 404
    assert visitor.get(reverse("verification:figures"), {"bagian": "form:X"}).status_code == 404


def test_without_any_need_the_page_says_so(visitor: Client):
    assert "Belum ada angka" in page(visitor)


def test_the_cube_is_one_statement(django_assert_num_queries):
    people_at(school_at(), pupils=6)
    with django_assert_num_queries(1):
        figure_cube()


def test_evenness_counts_who_has_nothing_and_leaves_out_what_is_not_told():
    served, none, few = Told(50, 20, 10, 10), Told(40, None, None, None), Told(1000, 20, 20, 15)
    found = equity_of([("Koja", served), ("Tebet", none), ("Senen", few), ("Gambir", Told(None, None, None, None))])
    assert [area.label for area in found.areas] == ["Tebet", "Senen", "Koja", "Gambir"]
    assert (found.told, found.unserved) == (3, 1)
    assert found.best == Area("Koja", served)
    assert equity_of([("Tebet", none)]).best is None


def test_a_bar_is_never_taller_than_the_scale_and_an_untold_month_has_none():
    rows = [
        MonthRow(date(2026, month, 1), dict.fromkeys(FLOWS, told), {}) for month, told in ((3, None), (2, 139), (1, 0))
    ]
    chart = month_chart(rows)
    assert chart is not None
    assert (chart.top, chart.half) == (200, 100)
    assert [[bar.height for bar in group.bars] for group in chart.groups] == [[0] * 3, [69] * 3, [None] * 3]
    assert [group.is_hidden for group in chart.groups] == [False, False, True]
    assert month_chart([]) is None


def test_a_city_leads_to_its_kecamatan(visitor: Client):
    people_at(school_at(), pupils=12)
    city = school_at().region[:5]
    assert f'href="?wilayah={city}&amp;bagian=class%3Astudent_device"' in page(visitor, bagian="class:student_device")
    assert "Per kota" not in page(visitor, wilayah=city)
