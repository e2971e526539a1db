"""The public directory and a school's page: found by anybody, quick, and of no use for finding people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ksbb.authority.actors import Actor
from ksbb.territories.models import Boundary
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.factories.territories import area

pytestmark = pytest.mark.django_db
ClientAs = Callable[[Actor], Client]


def found(client: Client, **asked: str) -> list[str]:
    response = client.get("/sekolah/", asked)
    assert response.status_code == 200
    return [school.name for school in response.context["page"].rows]


@pytest.fixture
def schools() -> list[School]:
    area("31.73", "Kota Administrasi Jakarta Barat")
    area("31.74", "Kota Administrasi Jakarta Selatan")
    return [
        SchoolFactory.create(name="SD NEGERI KALIDERES 01", npsn="20104464", accepted=True),
        SchoolFactory.create(name="SMP BINA KALIDERES", form="SMP", status="swasta"),
        SchoolFactory.create(name="SLB MENTENG", form="SLB", code="31.74.01.1001"),
        SchoolFactory.create(name="SD TUTUP", closed=True),
    ]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["SD NEGERI KALIDERES 01", "SLB MENTENG", "SMP BINA KALIDERES"]),
        ({"cari": "kalideres"}, ["SD NEGERI KALIDERES 01", "SMP BINA KALIDERES"]),
        ({"cari": "SDN Kalideres"}, ["SD NEGERI KALIDERES 01"]),
        ({"cari": "kalideres bina"}, ["SMP BINA KALIDERES"]),
        ({"cari": "20104464"}, ["SD NEGERI KALIDERES 01"]),
        ({"cari": "100%_'"}, []),
        ({"kota": "31.74"}, ["SLB MENTENG"]),
        ({"kecamatan": "31.73.06"}, ["SD NEGERI KALIDERES 01", "SMP BINA KALIDERES"]),
        ({"kota": "31.74", "kecamatan": "31.73.06"}, ["SLB MENTENG"]),
        ({"bentuk": "SMP", "status": "swasta"}, ["SMP BINA KALIDERES"]),
        ({"program": "ya"}, ["SD NEGERI KALIDERES 01"]),
        ({"bentuk": "TK", "kota": "99"}, ["SD NEGERI KALIDERES 01", "SLB MENTENG", "SMP BINA KALIDERES"]),
    ],
)
def test_a_school_is_found(client: Client, schools: list[School], asked: dict[str, str], names: list[str]) -> None:
    assert found(client, **asked) == names


def test_pages_follow_each_other_without_gap_or_repeat(client: Client) -> None:
    SchoolFactory.create_batch(35, name="SD KEMBAR")
    first = client.get("/sekolah/").context["page"]
    second = client.get("/sekolah/", {"sesudah": first.after}).context["page"]
    assert len({school.pk for school in [*first.rows, *second.rows]}) == 35
    assert second.after == ""


def test_the_number_of_queries_does_not_grow_with_the_list(client: Client) -> None:
    SchoolFactory.create_batch(3)
    with CaptureQueriesContext(connection) as few:
        client.get("/sekolah/")
    SchoolFactory.create_batch(25)
    with CaptureQueriesContext(connection) as many:
        client.get("/sekolah/")
    assert len(many) == len(few) <= 5


def test_part_of_a_name_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = School.objects.listed().filter(name__icontains="kalideres").order_by().explain()
    assert "school_name_search" in plan


def test_the_order_by_name_is_read_from_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert "school_name" in School.objects.listed().order_by("name", "id")[:31].explain()
    assert "school_district_name" in School.objects.filter(district="31.73.06").order_by("name", "id")[:31].explain()


def test_the_page_tells_the_public_facts(client: Client, schools: list[School]) -> None:
    page = client.get("/sekolah/20104464/").content.decode()
    for fact in ("SD NEGERI KALIDERES 01", "20104464", "Jl. Uji No. 1", "Jakarta Barat", "ikut program"):
        assert fact in page


def test_a_school_without_point_or_kelurahan_has_a_page(client: Client) -> None:
    school = SchoolFactory.create(code="31.73.06")
    assert client.get(f"/sekolah/{school.npsn}/").status_code == 200


def test_the_point_is_drawn_in_its_kecamatan(client: Client) -> None:
    school = SchoolFactory.create(placed=True)
    ring = [[106.69, -6.12], [106.73, -6.12], [106.73, -6.16], [106.69, -6.16], [106.69, -6.12]]
    Boundary.objects.create(territory=area("31.73.06"), geometry={"type": "MultiPolygon", "coordinates": [[ring]]})
    drawing = client.get(f"/sekolah/{school.npsn}/").context["drawing"]
    assert (drawing.x, drawing.y) == (10670000, 614000)
    left, top, width, height = map(int, drawing.box.split())
    assert left < drawing.x < left + width
    assert top < drawing.y < top + height


def test_an_unknown_number_is_not_found(client: Client) -> None:
    assert client.get("/sekolah/XXXXXXXX/").status_code == 404


def test_the_page_names_nobody(client: Client) -> None:
    person = RecipientFactory.create(full_name="Nama Rahasia")
    assert "Nama Rahasia" not in client.get(f"/sekolah/{person.school.npsn}/").content.decode()


def test_the_own_school_leads_to_the_own_work(client_as: ClientAs, acting: Acting, outsider: Actor) -> None:
    school = SchoolFactory.create(accepted=True)
    path = f"/sekolah/{school.npsn}/"
    operator = acting("school_operator", organisation=school.organisation)
    assert "Ini sekolah Anda" in client_as(operator).get(path).content.decode()
    assert "Ini sekolah Anda" not in client_as(outsider).get(path).content.decode()


def test_only_the_coordinator_is_offered_to_accept(client_as: ClientAs, acting: Acting, outsider: Actor) -> None:
    school = SchoolFactory.create()
    path = f"/sekolah/{school.npsn}/"
    assert "/terima/" in client_as(acting("coordinator")).get(path).content.decode()
    for other in (outsider, acting("city_supervisor"), acting("donor")):
        assert "/terima/" not in client_as(other).get(path).content.decode()
