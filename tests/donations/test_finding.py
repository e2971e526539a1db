"""Each order of the list of needs goes through every row once; what is near is found without keeping where somebody is."""

from __future__ import annotations

import math
import random
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from donations.forms.filters import ORDERS, NeedFilter
from donations.searching import open_counts
from ksbb.common import fragments
from ksbb.common.paging import page_of
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import NeedClass, NeedTally
from schools.models import School
from schools.places import EAST
from tests.factories.donations import offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db

NEAR_KALIDERES = {"urut": "dekat", "lat": "-6.14", "lon": "106.70"}
WAYS = [{}, {"urut": "belum"}, {"urut": "banyak"}, NEAR_KALIDERES]
FILTERS = [{}, {"kota": "31.73"}, {"jenjang": "SD"}, {"gawai": "laptop"}, {"untuk": "student_device"}, {"cari": "uji"}]


@pytest.fixture
def city(db):
    """Eight schools: equal and different needs, near and far, two whose place is unknown."""
    places = [
        (-6.14, 106.70),
        (-6.15, 106.72),
        (-6.14, 106.70),
        (-6.3, 106.9),
        (None, None),
        (-6.2, 106.8),
        (None, None),
    ]
    for number, (latitude, longitude) in enumerate(places):
        school = school_at(
            ("31.73.06.1001", "31.71.01.1001")[number % 2],
            form=("SD", "SMP")[number % 2],
            latitude=latitude,
            longitude=longitude,
        )
        people_at(school, pupils=1 + number % 3, teachers=number % 2, fold=False)
    fold_tallies()


def read_through(client, asked) -> list[tuple[str, str]]:
    """(school, class) of every row, page by page, by the links of the pages."""
    seen, answer = [], client.get("/kebutuhan/", asked)
    while True:
        seen += [(row.school.npsn, row.need_class.value) for row in answer.context["rows"]]
        follow = re.search(r'rel="next"\s+href="([^"]+)"', answer.content.decode())
        if follow is None:
            return seen
        answer = client.get(f"/kebutuhan/{unescape(follow[1])}")


@pytest.mark.parametrize("narrowed", FILTERS)
@pytest.mark.parametrize("ordered", WAYS)
def test_every_row_comes_once_in_every_order_and_filter(client, city, monkeypatch, ordered, narrowed):
    whole = read_through(client, ordered | narrowed)
    monkeypatch.setattr("donations.views.needs.PAGE", 2)
    by_twos = read_through(client, ordered | narrowed)
    assert by_twos == whole
    assert len(whole) == len(set(whole)) > 0


def test_the_largest_and_the_least_met_come_first(client, city, acting):
    fewest = school_at(name="SD Sebagian")
    people_at(fewest, pupils=4)
    promise(acting("donor"), fewest, offer(3))
    fold_tallies()
    largest = [row.figures.open for row in client.get("/kebutuhan/", {"urut": "banyak"}).context["rows"]]
    assert largest == sorted(largest, reverse=True)
    shares = [row.figures.open / row.figures.needed for row in client.get("/kebutuhan/?urut=belum").context["rows"]]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0.25


def test_the_nearest_comes_first_with_its_distance_and_the_unknown_last(client, city):
    rows = client.get("/kebutuhan/", NEAR_KALIDERES).context["rows"]
    metres = [row.metres for row in rows if row.metres is not None]
    assert metres == sorted(metres)
    assert metres[0] == 0
    assert 2_000 < next(row.metres for row in rows if row.school.latitude == -6.15) < 3_000
    unknown = [row.kilometres is None for row in rows]
    assert unknown == sorted(unknown)
    assert unknown[-1]


def test_the_nearest_come_in_exact_order_page_by_page(db):
    """Against the same reckoned without a database; many in one place, some nowhere, some as far as another."""
    dice = random.Random(31)
    spots: list[tuple[float | None, float | None]]
    spots = [(round(dice.uniform(-6.3, -6.1), 2), round(dice.uniform(106.7, 106.9), 2)) for _spot in range(12)]
    spots += [(-6.14 + 0.1, 106.70), (-6.14 - 0.1, 106.70), (None, None)]
    schools = [school_at("31.73.06.1001", latitude=lat, longitude=lon) for lat, lon in spots * 3]
    classes = NeedClass.values
    NeedTally.objects.bulk_create(
        NeedTally(school=school, need_class=one, region=school.region, open=1) for one in classes for school in schools
    )
    wanted = NeedFilter(QueryDict(urlencode(NEAR_KALIDERES)))
    whole = list(page_of(wanted.tallies().select_related("school"), *wanted.order, size=1_000).rows)
    by_hand = sorted(whole, key=lambda tally: (_far(tally.school), tally.pk))
    assert [tally.pk for tally in whole] == [tally.pk for tally in by_hand]
    assert len(whole) == len(schools) * 2
    walked: list[int] = []
    after = "first"
    while after:
        page = page_of(wanted.tallies(), *wanted.order, after=after, size=7)
        walked, after = walked + [tally.pk for tally in page.rows], page.after
    assert walked == [tally.pk for tally in whole]


def _far(school: School) -> float:
    if school.latitude is None or school.longitude is None:
        return math.inf
    return round(math.hypot((school.longitude - 106.70) * EAST, school.latitude + 6.14), 12)


def test_the_place_is_rounded_and_in_no_link_but_the_pages_and_orders(client, city):
    asked = NEAR_KALIDERES | {"lat": "-6.141234", "lon": "106.704321"}
    answer = client.get("/kebutuhan/", asked)
    assert (answer.context["filter"].place) == (-6.14, 106.7)
    points = re.search(r'data-points-url="([^"]*)"', answer.content.decode())
    assert points
    assert "lat" not in parse_qs(urlsplit(unescape(points[1])).query)
    assert "lat" not in answer.content.decode().split("pencarian/simpan/?")[1].split(chr(34))[0]


def test_a_list_for_one_place_is_never_kept(client, city, settings):
    settings.PAGE_CACHE_SECONDS = settings.FACET_CACHE_SECONDS = 10
    caches["pages"].clear()
    fragments.forget_all()
    client.get("/kebutuhan/", NEAR_KALIDERES)
    kept = repr([*caches["pages"]._cache.values(), *fragments.all_kept()])  # type: ignore[attr-defined]
    caches["pages"].clear()
    fragments.forget_all()
    assert "106.7" not in kept


@pytest.mark.parametrize(
    "asked",
    [
        {"urut": "dekat"},
        {"urut": "dekat", "lat": "-6.1"},
        {"urut": "dekat", "lat": "nan", "lon": "106"},
        {"urut": "dekat", "lat": "90", "lon": "106"},
    ],
)
def test_near_without_a_place_says_what_to_do_and_shows_the_most_urgent(client, city, asked):
    answer = client.get("/kebutuhan/", asked)
    assert answer.context["filter"].order == ORDERS[""]
    assert "izinkan peramban" in answer.content.decode()


def test_a_place_without_the_wish_is_dropped(client, city):
    assert client.get("/kebutuhan/", {"lat": "-6.1", "lon": "106.7"}).context["filter"].place is None


@pytest.mark.parametrize("broken", ["x", "WzFd", "WyJ4Il0", "%00", "W251bGwsbnVsbF0", "W05hTiwxXQ", "WzFlOTk5LDFd"])
@pytest.mark.parametrize("ordered", WAYS)
def test_a_cursor_that_nobody_issued_gives_the_first_page(client, city, ordered, broken):
    first = client.get("/kebutuhan/", ordered).context["rows"]
    assert client.get("/kebutuhan/", ordered | {"sesudah": broken}).context["rows"] == first


@pytest.mark.parametrize("ordered", WAYS)
def test_each_order_has_its_index_at_any_depth(client, city, ordered):
    with CaptureQueriesContext(connection) as captured:
        client.get("/kebutuhan/", ordered)
    (statement,) = [
        q["sql"] for q in captured if "ORDER BY" in q["sql"] and "needtally" in q["sql"] and "LIMIT" in q["sql"]
    ]
    with connection.cursor() as cursor:
        # With so few rows only what is possible can be asked: no sort, the index gives the order.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    index = {
        "": "needtally_browse",
        "belum": "needtally_least_met",
        "banyak": "needtally_largest",
        "dekat": "school_place",
    }
    assert index[ordered.get("urut", "")] in plan
    # Schools that are equally far are put in order among themselves.
    assert "Sort" not in plan.replace("Incremental Sort", "").replace("Sort Key", "").replace("Presorted Key", "")


@pytest.mark.parametrize("ordered", WAYS)
def test_every_order_costs_few_queries(client, city, ordered):
    with CaptureQueriesContext(connection) as captured:
        client.get("/kebutuhan/", ordered | {"kecamatan": "31.73.06"})
    assert len(captured) <= 6


def test_every_map_view_has_its_table(client, city):
    text = client.get("/kebutuhan/").content.decode()
    assert 'href="/kebutuhan/wilayah/31.73.06/"' in text
    inside = client.get("/kebutuhan/", {"kecamatan": "31.73.06"}).content.decode()
    assert "Wilayah 31.73.06.1001" in inside


def test_the_four_numbers_and_the_areas_follow_the_filters(client, city):
    def needed(**asked):
        return client.get("/kebutuhan/", asked).context["figures"].needed

    assert needed(jenjang="SD") + needed(jenjang="SMP") == needed()
    assert needed(untuk="student_device") + needed(untuk="teacher_computer") == needed()
    assert needed(gawai="pc") == needed(untuk="teacher_computer")
    assert needed(untuk="student_device", gawai="pc") == 0


@pytest.mark.parametrize("narrowed", [*FILTERS, {"kecamatan": "31.71.01"}, {"status": "swasta"}, {"cari": "50% _"}])
def test_many_searches_are_counted_as_the_list_counts_them(client, city, narrowed):
    shown = client.get("/kebutuhan/", narrowed).context["filter"]
    by_list = sum(tally.open for tally in shown.tallies())
    assert open_counts([{"jenjang": "SLB"}, shown.parts]) == [0, by_list]


def test_the_page_is_light(client, city):
    for _number in range(25):
        people_at(school_at(), pupils=1, fold=False)
    fold_tallies()
    assert len(client.get("/kebutuhan/").content) < 100_000
    assert NeedTally.objects.count() > 25


def test_a_nation_is_told_apart_into_kota_and_their_kecamatan_are_offered_within_one(client, city, monkeypatch):
    monkeypatch.setattr("donations.areas.MOST_DISTRICTS", 1)
    whole = client.get("/kebutuhan/")
    districts = [(code, label) for code, label in whole.context["filter"].fields["kecamatan"].choices if code]
    assert districts == []
    assert "/kebutuhan/wilayah/31.73/" in whole.text
    assert "/kebutuhan/wilayah/31.73.06/" not in whole.text
    assert 'name="kecamatan"' not in whole.text
    assert whole.text.index('name="kota"') < whole.text.index("Saringan lain")
    assert not client.get("/kebutuhan/", {"kota": "31.73"}).context["filter"].has_more
    of_one = client.get("/kebutuhan/", {"kecamatan": "31.73.06"})
    assert 'name="kecamatan"' in of_one.text
    [(kota, offered)] = [one for one in of_one.context["filter"].fields["kecamatan"].choices if one[0]]
    assert "31.73.06" in dict(offered)
    assert {row.school.district_id for row in of_one.context["rows"]} == {"31.73.06"}
