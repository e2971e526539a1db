"""A kota and a kecamatan have a page and a sheet of paper; a school shows its past and the office that accompanies it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations.history import FEWEST, WEEKS, history_of
from donations.sheet import map_svg
from ksbb.accounts.models import Organisation
from ksbb.territories.models import Boundary
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import NeedDay
from recipients.statistics import Figures, figures_by_day
from tests.factories.donations import offer, people_at, promise, school_at
from tests.factories.territories import area

SQUARE = {"type": "Polygon", "coordinates": [[[106.7, -6.1], [106.8, -6.1], [106.8, -6.2], [106.7, -6.1]]]}
TODAY = date(2026, 11, 20)
# A busy machine draws slowly.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def office(name: str, *codes: str, **contact: str) -> Organisation:
    found = Organisation.objects.create(kind="office", name=name, region=codes[0], **contact)
    found.territories.set([area(code) for code in codes])
    return found


# --- the area's page ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_kecamatan_shows_its_schools_its_kelurahan_and_its_numbers(client, school):
    people_at(school_at("31.71.01.1001", name="SD Di Tempat Lain"), pupils=3)
    page = client.get("/kebutuhan/wilayah/31.73.06/")
    text = page.content.decode()
    assert page.context["figures"].needed == 7
    assert school.name in text
    assert "SD Di Tempat Lain" not in text
    assert "Wilayah 31.73.06.1001" in text
    assert "/kebutuhan/?kecamatan=31.73.06" in text
    assert "Rahasia" not in text


@pytest.mark.django_db
def test_a_kota_shows_its_kecamatan(client, school):
    text = client.get("/kebutuhan/wilayah/31.73/").content.decode()
    assert 'href="/kebutuhan/wilayah/31.73.06/"' in text
    assert client.get("/kebutuhan/wilayah/31.73.06/").context["around"].code == "31.73"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["31", "31.73.06.1001", "99.99", "31_73", "31.73.6", "%00", "' OR 1=1"])
def test_what_is_no_kota_or_kecamatan_is_not_found(client, school, code):
    assert client.get(f"/kebutuhan/wilayah/{code}/").status_code == 404
    assert client.get(f"/kebutuhan/wilayah/{code}/lembar.pdf").status_code == 404


@pytest.mark.django_db
def test_an_area_costs_the_same_for_many_schools(client, school, django_assert_max_num_queries):
    for _number in range(12):
        people_at(school_at(), pupils=1, fold=False)
    fold_tallies()
    with django_assert_max_num_queries(8):
        client.get("/kebutuhan/wilayah/31.73.06/")


@pytest.mark.django_db
def test_the_sheet_is_one_page_with_schools_numbers_and_the_way_there(client, school, acting):
    school.latitude, school.longitude = -6.14, 106.72
    school.save()
    Boundary.objects.create(territory=area("31.73.06"), geometry=SQUARE)
    office("Satlak Uji", "31.73.06", office_phone="021 555 1234")
    for number in range(30):
        people_at(school_at(name=f"SD Uji Dengan Nama Yang Panjang Sekali Nomor {number}"), pupils=1, fold=False)
    fold_tallies()
    answer = client.get("/kebutuhan/wilayah/31.73.06/lembar.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdf.PdfReader(io.BytesIO(answer.content))
    text = " ".join(paper.pages[0].extract_text().split())
    assert len(paper.pages) == 1
    assert school.name in text
    assert "/kebutuhan/wilayah/31.73.06/" in text.replace(" ", "")
    assert "Satlak Uji" in text
    assert "021 555 1234" in text
    assert "Masih ada 9 sekolah lain" in text
    assert "Rahasia" not in text


@pytest.mark.django_db
def test_an_area_without_needs_has_a_page_and_a_sheet(client, school):
    area("31.74.01")
    assert "Tidak ada kebutuhan terbuka di sini" in client.get("/kebutuhan/wilayah/31.74.01/").content.decode()
    assert client.get("/kebutuhan/wilayah/31.74.01/lembar.pdf").status_code == 200


@unhurried
@given(
    st.lists(st.tuples(st.integers(-700, -500), st.integers(10_600, 10_700), st.integers(0, 5_000)), max_size=6),
    st.lists(st.integers(0, 9_000), max_size=3),
)
def test_any_dots_and_outlines_make_a_drawing_or_none(places, opens):
    dots = [(south / 100, east / 100, found) for south, east, found in places]
    drawing = map_svg([(SQUARE, found) for found in opens], dots)
    assert drawing.count("<circle") == (len(dots) if drawing else 0)
    assert "nan" not in drawing


# --- the office --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_school_names_the_offices_of_its_ground_and_nobody(client, school):
    office("Satlak Kalideres", "31.73.06", office_phone="021 111", office_email="satlak@kantor.example")
    office("Sudin Barat I", "31.73.06", "31.73.01")
    office("Satlak Lain", "31.73.01", office_phone="021 999")
    office("Dinas", "31", office_phone="021 000")
    text = client.get(f"/kebutuhan/{school.npsn}/").content.decode()
    assert text.index("Satlak Kalideres") < text.index("Sudin Barat I")
    assert 'href="tel:021111"' in text
    assert "satlak@kantor.example" in text
    assert "belum diisi" in text
    assert "Satlak Lain" not in text
    assert "021 000" not in text


@pytest.mark.django_db
def test_without_an_office_the_page_says_so(client, school):
    assert "Belum ada kantor pendamping" in client.get(f"/kebutuhan/{school.npsn}/").content.decode()


# --- the past ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_fold_remembers_how_the_day_stood(school, acting):
    assert set(NeedDay.objects.values_list("need_class", "open", "reserved")) == {
        ("student_device", 5, 0),
        ("teacher_computer", 2, 0),
    }
    promise(acting("donor"), school, offer(2))
    fold_tallies()
    fold_tallies()
    day = NeedDay.objects.get(need_class="student_device")
    assert (day.open, day.reserved, day.day) == (3, 2, timezone.localdate())


@pytest.mark.django_db
def test_days_of_many_schools_add_up(school):
    other = school_at("31.73.06.1002")
    for which, days_ago, open_needs in ((school, 30, 4), (school, 10, 6), (other, 20, 3), (other, 10, 1)):
        NeedDay.objects.create(
            school=which,
            need_class="student_device",
            region=which.region,
            open=open_needs,
            day=timezone.localdate() - timedelta(days=days_ago),
        )
    NeedDay.objects.filter(day=timezone.localdate()).delete()
    stood = [found.open for _day, found in figures_by_day(codes=("31.73.06",))]
    assert stood == [4, 7, 7]
    assert [found.open for _day, found in figures_by_day(school_id=other.pk)] == [3, 1]
    assert figures_by_day(codes=("31.7",)) == []


@pytest.mark.django_db
def test_a_school_shows_its_past_as_a_drawing_and_as_a_table(client, school):
    NeedDay.objects.create(
        school=school,
        need_class="student_device",
        region=school.region,
        open=6,
        day=timezone.localdate() - timedelta(days=30),
    )
    text = client.get(f"/kebutuhan/{school.npsn}/").content.decode()
    assert '<svg class="history-chart"' in text
    assert text.count('<th scope="row">') >= 5
    assert "Grafik ini dalam tabel" in text


def test_so_few_that_a_step_would_speak_of_one_person_are_not_drawn():
    days = [(TODAY - timedelta(days=30), Figures(open=2)), (TODAY - timedelta(days=9), Figures(open=1))]
    assert history_of(days, Figures(open=FEWEST - 1), TODAY) is None
    assert history_of(days, Figures(open=FEWEST), TODAY) is not None


def test_a_day_without_a_row_is_as_the_day_before():
    days = [(TODAY - timedelta(days=50), Figures(open=9)), (TODAY - timedelta(days=15), Figures(open=7))]
    history = history_of(days, Figures(open=8), TODAY)
    assert history is not None
    assert [point.figures.open for point in history.points] == [9, 9, 9, 9, 9, 7, 7, 8]
    assert history.last.day == TODAY


@unhurried
@given(
    st.dictionaries(st.integers(1, 400), st.integers(0, 40).map(lambda n: Figures(open=n, met=n // 3)), max_size=30),
    st.integers(0, 60).map(lambda n: Figures(open=n)),
)
def test_a_past_of_any_shape_is_ordered_bounded_and_ends_today(by_days_ago, now):
    days = sorted((TODAY - timedelta(days=ago), found) for ago, found in by_days_ago.items())
    history = history_of(days, now, TODAY)
    points = history.points if history else ()
    assert [point.day for point in points] == sorted({point.day for point in points})
    assert len(points) <= WEEKS + 2
    assert [point.figures for point in points[-1:]] == [now] * bool(points)
