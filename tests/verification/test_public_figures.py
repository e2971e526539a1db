"""The public figures: what is told, what is not, and that hiding one number hides what would reveal it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ksbb.common.fragments import forget_all
from tests.factories.donations import people_at, school_at
from tests.factories.verification import handed_over, judged, report_on
from verification.figures import Key, figure_cube

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
    assert found.told(school.region[:8]).needed == 12
    assert "12" in page(visitor)


def test_one_promise_among_twelve_is_not_told_apart(visitor: Client):
    """12 needed and 11 still open would say that one has a device: the kecamatan's parts are hidden, its need is told."""
    handover = handed_over(pupils=12)
    told = figure_cube().told(handover.region[:8])
    assert (told.needed, told.pledged, told.handed_over, told.verified) == (12, None, None, 0)
    assert "tidak ditampilkan" in page(visitor)


def test_a_jenjang_with_few_needs_takes_its_neighbour_along():
    people_at(school_at(form="SMP"), pupils=20)
    people_at(school_at(form="SD"), pupils=3)
    hidden = figure_cube().hidden
    district = school_at().region[:8]
    assert {Key(district, "form:SD", "needed"), Key(district, "form:SMP", "needed")} <= set(hidden)
    assert Key(district, "all", "needed") not in hidden


def test_a_month_with_few_devices_is_not_told(visitor: Client):
    judged(report_on(handed_over()))
    assert "tidak ditampilkan" in page(visitor)


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
