"""The census counts whom the schools registered, for the offices over their own ground only, and the survey of 2020 comes out."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from ksbb.authority.actors import SYSTEM
from ksbb.portal.demo.survey import SURVEY, scaled
from recipients.actions.register import register
from recipients.census import Census, census, census_by_both
from recipients.models import Recipient
from tests.factories.recipients import RecipientFactory, RegistrationFactory
from tests.factories.schools import SchoolFactory


def pupils(school, **counts: int) -> None:
    """none=3, shared=2 … at this school."""
    people = [
        RegistrationFactory.build(circumstances={"device_access": access})
        for access, count in counts.items()
        for _n in range(count)
    ]
    register(school=school, people=people, actor=SYSTEM)


@pytest.fixture
def town(db) -> None:
    """Two kinds of school in Kalideres, a third in Cengkareng, and one in another city."""
    pupils(SchoolFactory.create(form="SD"), none=3, shared=2, own=1, unknown=1)
    pupils(SchoolFactory.create(form="SMP"), none=1, shared=1)
    pupils(SchoolFactory.create(form="SD", code="31.73.01.1001"), shared=4)
    pupils(SchoolFactory.create(form="SLB", code="31.74.01.1001"), none=5)
    RecipientFactory.create(school=SchoolFactory.create(form="SD"), teacher=True)
    RecipientFactory.create(school=SchoolFactory.create(form="SD"), ended=True)


def test_it_counts_by_kind_of_school_and_by_kecamatan(town):
    found = census(("31.73",))
    assert found.forms == [("SD", Census(3, 6, 1, 1)), ("SMP", Census(1, 1, 0, 0))]
    assert found.areas == [("31.73.01", Census(0, 4, 0, 0)), ("31.73.06", Census(4, 3, 1, 1))]
    assert found.total == Census(4, 7, 1, 1)


def test_rows_add_up_to_the_whole(town):
    found = census(("31",), by_city=True)
    assert sum((counts for _name, counts in found.forms), Census()) == found.total
    assert sum((counts for _code, counts in found.areas), Census()) == found.total
    assert [code for code, _counts in found.areas] == ["31.73", "31.74"]


def test_the_file_holds_each_kecamatan_with_each_kind_of_school(town):
    rows = census_by_both(("31.73",))
    assert [(code, form) for code, form, _counts in rows] == [
        ("31.73.01", "SD"),
        ("31.73.06", "SD"),
        ("31.73.06", "SMP"),
    ]


def test_teachers_are_counted_apart(town):
    assert census(("31",), kind="teacher").total == Census(1, 0, 0, 0)


def test_one_kind_of_school_alone(town):
    assert census(("31.73",), form="SMP").total == Census(1, 1, 0, 0)


def test_without_ground_there_is_nobody(town):
    assert census(()).total == Census()


def test_it_is_one_statement(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        census(("31",))


def test_an_office_sees_its_own_ground_only(town, acting, client_as):
    client = client_as(acting("city_supervisor", codes=["31.74"]))
    page = client.get(reverse("recipients:census")).content.decode()
    assert "<b>5</b> dari 5 orang" in page
    asked_elsewhere = client.get(reverse("recipients:census"), {"wilayah": "31.73"}).content.decode()
    assert "<b>5</b> dari 5 orang" in asked_elsewhere


def test_a_kecamatan_sees_itself(town, acting, client_as):
    page = client_as(acting("district_supervisor")).get(reverse("recipients:census")).content.decode()
    assert "<b>7</b> dari 9 orang" in page


@pytest.mark.parametrize("role", ["principal", "school_operator", "donor", "validator"])
def test_it_is_for_offices(town, acting, client_as, role):
    assert client_as(acting(role)).get(reverse("recipients:census")).status_code == 403
    assert client_as(acting(role)).get(reverse("recipients:census_file")).status_code == 403


def test_the_public_never_sees_it(town, client):
    assert client.get(reverse("recipients:census")).status_code == 302


def test_the_downloaded_file_says_the_same(town, acting, client_as):
    response = client_as(acting("city_supervisor")).get(reverse("recipients:census_file"), {"bentuk": "SD"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Kode,Kecamatan,Jenjang,Tidak punya,Berbagi,Punya sendiri,Belum diisi,Jumlah"
    assert [line.split(",")[3:] for line in lines[1:]] == [["0", "4", "0", "0", "4"], ["3", "2", "1", "1", "7"]]


# --- the survey of 2020 ---------------------------------------------------------------------------------


def test_the_survey_is_the_one_that_was_published():
    """domain.md 1.2: none + shared = total by kind of school, together 171,998, of whom about 61 % share."""
    totals = {form: none + shared for form, (none, shared) in SURVEY.items()}
    assert totals == {"SD": 104_311, "SMP": 36_868, "SMA": 4_571, "SMK": 20_697, "SLB": 1_999, "PKBM": 3_552}
    assert sum(totals.values()) == 171_998
    assert round(100 * sum(shared for _none, shared in SURVEY.values()) / 171_998) == 61


def test_scaled_counts_are_rounded_half_up():
    assert scaled(1_000) == {
        "SD": (23, 81),
        "SMP": (21, 16),
        "SMA": (3, 1),
        "SMK": (18, 3),
        "SLB": (1, 1),
        "PKBM": (2, 1),
    }
    assert scaled(1) == SURVEY


def test_the_survey_comes_out_of_the_census(db, settings):
    settings.DEMO = True
    call_command("seed_demo", "--census-2020", "--scale", "1000")
    found = census(("31",))
    assert {form: (counts.none, counts.shared) for form, counts in found.forms} == scaled(1_000)
    assert found.total.lacking == found.total.total == Recipient.objects.count() == 171
