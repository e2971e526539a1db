"""The Sudin's queue and the sheet of a case: everything of the own ground, of other ground the comparison only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ksbb.authority.actors import SYSTEM, Actor
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import register
from recipients.models import DuplicateCase, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory, RegistrationFactory
from tests.factories.schools import SchoolFactory

ClientAs = Callable[[Actor], Client]
NIK = "3174013105090001"


@pytest.fixture
def first_school(criteria: Any) -> School:
    return SchoolFactory.create(accepted=True, code="31.74.01.1001", name="SD Pertama")


@pytest.fixture
def case(school: School, first_school: School) -> DuplicateCase:
    RecipientFactory.create(school=first_school, nik=NIK, full_name="Nama Dari Selatan", class_group="Kelas 4Z")
    return claim(school, NIK)


def claim(school: School, nik: str) -> DuplicateCase:
    person = RegistrationFactory.build(nik=nik, full_name="Nama Dari Barat", class_group="Kelas 5Q")
    [pk] = open_cases(school=school, claims=[Claim(0, person)], actor=SYSTEM).values()
    return DuplicateCase.objects.get(pk=pk)


@pytest.fixture
def second(client_as: ClientAs, acting: Acting) -> Client:
    """The Sudin over the second school, which decides."""
    return client_as(acting("city_supervisor"))


@pytest.fixture
def first(client_as: ClientAs, acting: Acting) -> Client:
    """The Sudin over the first school, which looks on."""
    return client_as(acting("city_supervisor", codes=["31.74"]))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def address(case: DuplicateCase) -> str:
    return f"/kasus/{case.public_id}/"


# --- one case ----------------------------------------------------------------------------------------------------------


def test_each_sudin_reads_its_own_side_only(case: DuplicateCase, first: Client, second: Client) -> None:
    seen = page(second, address(case))
    assert "Nama Dari Barat" in seen
    assert "Kelas 5Q" in seen
    for hidden in ("Nama Dari Selatan", "SD Pertama", "Kelas 4Z"):
        assert hidden not in seen
    other = page(first, address(case))
    assert "Nama Dari Selatan" in other
    assert "SD Pertama" in other
    for hidden in ("Nama Dari Barat", case.claimant_school.name, "Kelas 5Q"):
        assert hidden not in other


def test_the_comparison_is_told_to_both(case: DuplicateCase, first: Client, second: Client) -> None:
    for client in (first, second):
        seen = page(client, address(case))
        assert "berbeda" in seen
        assert "sama" in seen
        assert "di luar wilayah Anda" in seen


def test_numbers_are_masked(case: DuplicateCase, first: Client, second: Client) -> None:
    for client in (first, second):
        seen = page(client, address(case))
        assert "•••• 0001" in seen
        assert NIK not in seen


def test_on_one_ground_both_sides_are_read(school: School, criteria: Any, second: Client) -> None:
    neighbour = SchoolFactory.create(accepted=True, code="31.73.05.1001")
    RecipientFactory.create(school=neighbour, nik=NIK, full_name="Nama Tetangga")
    seen = page(second, address(claim(school, NIK)))
    assert "Nama Tetangga" in seen
    assert "Nama Dari Barat" in seen
    assert "di luar wilayah Anda" not in seen


@pytest.mark.parametrize(
    ("role", "codes"), [("city_supervisor", ["31.72"]), ("principal", []), ("coordinator", []), ("auditor", [])]
)
def test_nobody_else_finds_it(
    case: DuplicateCase, client_as: ClientAs, acting: Acting, role: str, codes: list[str]
) -> None:
    assert client_as(acting(role, codes=codes)).get(address(case)).status_code == 404


def test_the_school_itself_does_not_find_it(case: DuplicateCase, client_as: ClientAs, operator: Actor) -> None:
    assert client_as(operator).get(address(case)).status_code == 404


# --- deciding ----------------------------------------------------------------------------------------------------------

STAYS = {"outcome": "stays", "ground": "papers", "note": "Sudah dicocokkan"}


def test_a_decision_is_shown_before_it_is_made(case: DuplicateCase, second: Client) -> None:
    asked = second.post(f"{address(case)}putusan/", STAYS)
    assert "Yang akan terjadi" in asked.content.decode()
    case.refresh_from_db()
    assert case.state == "open"
    done = second.post(f"{address(case)}putusan/", {**STAYS, "confirmed": "1"}, follow=True)
    assert "Putusan tersimpan" in done.content.decode()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.ground) == ("decided", "stays", "papers")
    shown = page(second, address(case))
    assert "Sudah dicocokkan" in shown
    assert "Nama Dari Barat" not in shown


def test_what_is_left_open_is_asked_for(case: DuplicateCase, second: Client) -> None:
    answer = second.post(f"{address(case)}putusan/", {"outcome": "stays"})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"ground"}


def test_the_other_sudin_sees_it_and_may_not(case: DuplicateCase, first: Client) -> None:
    assert "Diputuskan Suku Dinas lain" in page(first, address(case))
    assert first.post(f"{address(case)}putusan/", {**STAYS, "confirmed": "1"}).status_code == 403
    case.refresh_from_db()
    assert case.state == "open"


def test_whoever_comes_second_reads_what_was_decided(case: DuplicateCase, second: Client) -> None:
    second.post(f"{address(case)}putusan/", {**STAYS, "confirmed": "1"})
    late = second.post(f"{address(case)}putusan/", {**STAYS, "outcome": "moves", "confirmed": "1"}, follow=True)
    assert "sudah selesai" in late.content.decode()
    assert Recipient.objects.filter(state="moved").count() == 0


# --- the queue ---------------------------------------------------------------------------------------------------------


def test_the_queue_counts_filters_and_marks_what_is_late(case: DuplicateCase, second: Client, school: School) -> None:
    DuplicateCase.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    RecipientFactory.create(full_name="Muhammad Rizki Pratama", school=case.holder.school)
    register(school=school, people=[RegistrationFactory.build(full_name="M. Rizki Pratama")], actor=SYSTEM)
    alike = DuplicateCase.objects.get(kind="likeness")
    response = second.get("/kasus/")
    assert [count for _name, _label, count in response.context["tabs"]] == [2, 1, 0, 0]
    assert [row.name for row, _decides in response.context["rows"]] == [case.name, alike.name]
    assert "lewat" in response.content.decode()
    assert [row.pk for row, _d in second.get("/kasus/?tampil=lewat").context["rows"]] == [case.pk]
    assert [row.pk for row, _d in second.get("/kasus/?jenis=likeness").context["rows"]] == [alike.pk]
    assert second.get("/kasus/?tampil=diputus").context["rows"] == []
    assert second.get("/kasus/?tampil=x&jenis=y").status_code == 200


def test_the_queue_names_no_school_of_other_ground(case: DuplicateCase, first: Client) -> None:
    seen = page(first, "/kasus/")
    assert case.name in seen
    assert case.claimant_school.name not in seen


def test_a_long_queue_is_read_page_by_page_with_few_statements(
    school: School, first_school: School, second: Client
) -> None:
    for number in range(35):
        nik = f"31740131050901{number:02d}"
        RecipientFactory.create(school=first_school, nik=nik)
        claim(school, nik)
    page(second, "/kasus/")
    with CaptureQueriesContext(connection) as queries:
        response = second.get("/kasus/")
    assert len(response.context["rows"]) == 30
    assert len(queries) <= 8
    rest = second.get("/kasus/", {"sesudah": response.context["page"].after})
    assert len(rest.context["rows"]) == 5


def test_the_desk_of_the_sudin_is_told(case: DuplicateCase, first: Client, second: Client) -> None:
    assert "Kasus data ganda menunggu" in page(second, "/beranda/")
    assert "Kasus data ganda menunggu" not in page(first, "/beranda/")
    DuplicateCase.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "1 kasus lewat tenggat" in page(second, "/beranda/")


# --- the person's page -------------------------------------------------------------------------------------------------


def test_a_school_learns_that_its_person_waits_and_not_for_whom(
    school: School, first_school: School, client_as: ClientAs, operator: Actor
) -> None:
    RecipientFactory.create(full_name="Muhammad Rizki Pratama", school=first_school)
    [pk] = register(school=school, people=[RegistrationFactory.build(full_name="M. Rizki Pratama")], actor=SYSTEM)
    seen = page(client_as(operator), f"/penerima/{Recipient.objects.get(pk=pk).public_id}/")
    assert f"(D-{DuplicateCase.objects.get().pk})" in " ".join(seen.split())
    assert "SD Pertama" not in seen


def test_the_first_school_is_told_nothing(
    school: School, first_school: School, client_as: ClientAs, acting: Acting
) -> None:
    holder = RecipientFactory.create(full_name="Muhammad Rizki Pratama", school=first_school)
    register(school=school, people=[RegistrationFactory.build(full_name="M. Rizki Pratama")], actor=SYSTEM)
    desk = client_as(acting("school_operator", organisation=first_school.organisation))
    assert "Mirip dengan pendaftaran lain" not in page(desk, f"/penerima/{holder.public_id}/")


def test_within_one_school_both_pages_lead_to_each_other(school: School, client_as: ClientAs, operator: Actor) -> None:
    one, two = register(
        school=school,
        people=[
            RegistrationFactory.build(full_name="Siti Nuraini"),
            RegistrationFactory.build(full_name="St. Nur Aini"),
        ],
        actor=SYSTEM,
    )
    desk = client_as(operator)
    first, second = Recipient.objects.get(pk=one), Recipient.objects.get(pk=two)
    assert f"/penerima/{second.public_id}/" in page(desk, f"/penerima/{first.public_id}/")
    assert f"/penerima/{first.public_id}/" in page(desk, f"/penerima/{second.public_id}/")


def test_brothers_and_sisters_are_a_number(
    school: School, first_school: School, client_as: ClientAs, operator: Actor
) -> None:
    card = "3173060101100001"
    child = RecipientFactory.create(school=school, family_card=card, full_name="Dewi")
    RecipientFactory.create(school=first_school, family_card=card, full_name="Rahasia Kakak", sex="P")
    RecipientFactory.create(school=first_school, family_card="3173060101100002")
    seen = page(client_as(operator), f"/penerima/{child.public_id}/")
    assert "1 pelajar lain terdaftar dengan kartu keluarga yang sama" in seen
    assert "Rahasia Kakak" not in seen


def test_who_came_from_another_school_has_a_past_that_only_its_sudin_opens(
    case: DuplicateCase, second: Client, first: Client, client_as: ClientAs, operator: Actor, school: School
) -> None:
    second.post(f"{address(case)}putusan/", {"outcome": "moves", "ground": "papers", "confirmed": "1"})
    new = Recipient.objects.get(school=school)
    old = f"/penerima/{case.holder.public_id}/"
    for client in (client_as(operator), second):
        seen = page(client, f"/penerima/{new.public_id}/")
        assert "Pindahan dari sekolah lain" in seen
        assert old not in seen
    assert "Buka pendaftaran yang baru" not in page(first, old)
