"""What is needed is found by everybody, in the order of urgency, with the numbers of this moment."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ksbb.territories.models import Boundary
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import NeedTally
from tests.factories.donations import offer, people_at, promise, school_at
from tests.factories.territories import area

pytestmark = pytest.mark.django_db

SQUARE = {"type": "Polygon", "coordinates": [[[106.7, -6.1], [106.8, -6.1], [106.8, -6.2], [106.7, -6.1]]]}


@pytest.fixture(autouse=True)
def _no_old_answers():
    cache.clear()


def rows_on(page) -> list[tuple[str, str, int]]:
    """(school, class, left) of each row, from the page's context."""
    return [(row.school.name, row.need_class.value, row.left) for row in page.context["rows"]]


def names_on(page) -> set[str]:
    return {name for name, _need_class, _left in rows_on(page)}


def get(client, **asked):
    page = client.get("/kebutuhan/", asked)
    assert page.status_code == 200
    return page


def test_each_school_and_class_is_a_row_with_what_is_left(client, school):
    assert rows_on(get(client)) == [(school.name, "student_device", 5), (school.name, "teacher_computer", 2)]


def test_the_most_urgent_school_comes_first(client):
    calm, pressing = school_at(name="SD Tenang"), school_at(name="SD Mendesak")
    people_at(calm, teachers=1)
    people_at(pressing, pupils=1)
    assert [name for name, *_rest in rows_on(get(client))] == ["SD Mendesak", "SD Tenang"]


def test_a_pledge_is_seen_at_once_without_counting_anew(client, school, donor):
    promise(donor, school, offer(3))
    assert NeedTally.objects.get(need_class="student_device").open == 5
    assert (school.name, "student_device", 2) in rows_on(get(client))
    assert "2" in get(client).content.decode()


def test_a_school_without_an_open_need_or_outside_the_programme_is_not_there(client, school):
    people_at(school_at(name="SMP Belum Diterima", accepted=False), pupils=2)
    closed = school_at(name="SMP Tutup", is_closed=False)
    people_at(closed, pupils=2)
    closed.is_closed = True
    closed.save()
    assert names_on(get(client)) == {school.name}


FILTERS = [
    ({"kota": "31.71"}, {"SD Gambir"}),
    ({"kecamatan": "31.73.06"}, {"SMP Uji Kalideres", "SLB Kalideres"}),
    ({"kecamatan": "31.73.06", "kelurahan": "31.73.06.1002"}, {"SLB Kalideres"}),
    ({"jenjang": "SLB"}, {"SLB Kalideres"}),
    ({"jenjang": "SD"}, {"SD Gambir"}),
    ({"status": "swasta"}, {"SD Gambir"}),
    ({"cari": "gambir sd"}, {"SD Gambir"}),
    ({"cari": "100%"}, set()),
    ({"kota": "31.73", "status": "swasta"}, set()),
    ({}, {"SD Gambir", "SLB Kalideres", "SMP Uji Kalideres"}),
]


@pytest.fixture
def three_schools(school):
    for code, form, status, name in (
        ("31.71.01.1001", "SD", "swasta", "SD Gambir"),
        ("31.73.06.1002", "SMPLB", "negeri", "SLB Kalideres"),
    ):
        people_at(school_at(code, form=form, status=status, name=name), pupils=1)


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_filters_narrow_the_list(client, three_schools, asked, found):
    assert names_on(get(client, **asked)) == found


@pytest.mark.parametrize(
    ("device", "classes"),
    [
        ("tablet", {"student_device"}),
        ("phone", {"student_device"}),
        ("laptop", {"student_device", "teacher_computer"}),
        ("pc", {"teacher_computer"}),
    ],
)
def test_a_device_leads_to_the_needs_that_it_fits(client, school, device, classes):
    assert {need_class for _name, need_class, _left in rows_on(get(client, gawai=device))} == classes


def test_an_unknown_filter_is_told_of_and_ignored(client, school):
    page = get(client, kecamatan="99.99.99", jenjang="TK")
    assert names_on(page) == {school.name}
    assert "tidak dikenal" in page.content.decode()


def test_the_map_and_the_next_page_keep_the_filters(client, three_schools):
    page = get(client, kecamatan="31.73.06", jenjang="SMP")
    points = re.search(r'data-points-url="([^"]*)"', page.content.decode())
    assert points is not None
    asked = parse_qs(urlsplit(points[1].replace("&amp;", "&")).query)
    assert asked == {"kecamatan": ["31.73.06"], "jenjang": ["SMP"]}


def test_a_filtered_area_has_its_four_numbers(client, three_schools, donor):
    page = get(client, kecamatan="31.73.06")
    assert (page.context["figures"].needed, page.context["filter"].area_name) == (8, "Wilayah 31.73.06")
    assert get(client).context["figures"].needed == 9


def test_nothing_found_says_what_to_do(client, school):
    page = get(client, cari="tidak ada sekolah ini").content.decode()
    assert "Tidak ada kebutuhan terbuka yang cocok" in page
    assert 'href="/kebutuhan/"' in page


def test_all_pages_together_hold_every_row_once(client, monkeypatch):
    monkeypatch.setattr("donations.views.needs.PAGE", 3)
    for _number in range(5):
        people_at(school_at(), pupils=1, teachers=1, fold=False)
    fold_tallies()
    seen, address = [], "/kebutuhan/?status=negeri"
    while address:
        page = client.get(address)
        seen += [(row.school.pk, row.need_class.value) for row in page.context["rows"]]
        follow = re.search(r'rel="next"\s+href="([^"]+)"', page.content.decode())
        address = f"/kebutuhan/{follow[1].replace('&amp;', '&')}" if follow else ""
    assert len(seen) == len(set(seen)) == 10
    ordered = NeedTally.objects.order_by("top_rank", "id").values_list("school_id", "need_class")
    assert seen == list(ordered)


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_many_schools(client, school):
    few = queries_of(client, "/kebutuhan/")
    for _number in range(10):
        people_at(school_at(), pupils=1, fold=False)
    fold_tallies()
    assert queries_of(client, "/kebutuhan/") == few <= 6


def test_a_school_shows_what_fits_and_how_urgent_it_is(client, school, donor):
    promise(donor, school, offer(2))
    page = client.get(f"/kebutuhan/{school.npsn}/").content.decode()
    assert "Tablet, HP, Laptop" in page
    assert "Laptop, PC" in page
    assert ">Mendesak<" in page
    assert f'href="/kebutuhan/{school.npsn}/beri/"' in page
    assert "Rahasia" not in page


def test_a_school_whose_needs_are_all_promised_takes_no_more(client, donor):
    full = school_at()
    people_at(full, pupils=1)
    promise(donor, full)
    page = client.get(f"/kebutuhan/{full.npsn}/").content.decode()
    assert "sudah ada donaturnya" in page
    assert "/beri/" not in page


def test_an_unknown_or_closed_school_is_not_found(client, school):
    school.is_closed = True
    school.save()
    assert client.get(f"/kebutuhan/{school.npsn}/").status_code == 404
    assert client.get("/kebutuhan/XXXXXXXX/").status_code == 404


def test_the_map_holds_the_schools_of_the_list_and_no_person(client, donor):
    here = school_at(name="SD Titik", latitude=-6.14, longitude=106.7)
    people_at(here, pupils=4, teachers=1)
    people_at(school_at(name="SD Tanpa Titik"), pupils=1)
    promise(donor, here, offer(1))
    answer = client.get("/kebutuhan/titik.json")
    assert answer["Content-Type"] == "application/geo+json"
    assert "max-age=30" in answer["Cache-Control"]
    (feature,) = json.loads(answer.content)["features"]
    assert feature["geometry"]["coordinates"] == [106.7, -6.14]
    properties = feature["properties"]
    assert (properties["open"], properties["needed"], properties["form"]) == (4, 5, "SMP")
    assert b"Rahasia" not in answer.content
    assert (
        json.loads(client.get("/kebutuhan/titik.json", {"gawai": "pc"}).content)["features"][0]["properties"]["open"]
        == 1
    )


def test_the_tiles_show_where_it_is_dark_until_outlines_are_loaded(client, school):
    assert "<noscript>" not in (page := client.get("/kebutuhan/").content.decode())
    assert "tile-legend" in page
    Boundary.objects.create(territory=area("31.73.06"), geometry=SQUARE)
    cache.clear()
    assert "<noscript>" in client.get("/kebutuhan/").content.decode()


def test_outlines_come_with_numbers_once_they_are_loaded(client, school):
    assert client.get("/kebutuhan/batas/district.json").status_code == 404
    assert client.get("/kebutuhan/batas/village.json").status_code == 404
    cache.clear()
    Boundary.objects.create(territory=area("31.73.06"), geometry=SQUARE)
    answer = client.get("/kebutuhan/batas/district.json")
    (feature,) = json.loads(answer.content)["features"]
    assert (feature["properties"]["code"], feature["properties"]["open"]) == ("31.73.06", 7)
    again = client.get("/kebutuhan/batas/district.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
