"""The pages of the register: what each role sees, what a form says, and the outsider who finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from recipients.actions.assess import assess
from recipients.actions.settle import promise
from recipients.models import CriteriaSet, Need, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory

ClientAs = Callable[[Actor], Client]
LIST = "/penerima/"


@pytest.fixture
def pupil(school: School) -> Recipient:
    person = RecipientFactory.create(school=school, ready=True, full_name="Bunga Rekaan")
    assess(recipient_ids=[person.pk])
    return person


def names(response) -> list[str]:
    return [person.full_name for person in response.context["people"]]


def search(client: Client, **asked: str):
    """As a person does it: the form is sent, the page that it leads to is read."""
    sent = client.post(LIST, asked)
    assert sent.status_code == 302
    return client.get(sent["Location"])


def test_a_school_sees_its_own_people_only(client_as: ClientAs, operator: Actor, pupil: Recipient) -> None:
    RecipientFactory.create(full_name="Orang Sekolah Lain")
    assert names(client_as(operator).get(LIST)) == ["Bunga Rekaan"]


def test_supervisors_see_their_own_ground(client_as: ClientAs, acting: Acting, pupil: Recipient) -> None:
    elsewhere = SchoolFactory.create(accepted=True, code="31.74.01.1001")
    RecipientFactory.create(school=elsewhere, full_name="Orang Selatan")
    west, south = acting("district_supervisor"), acting("city_supervisor", codes=["31.74"])
    assert names(client_as(west).get(LIST)) == ["Bunga Rekaan"]
    assert names(client_as(south).get(LIST)) == ["Orang Selatan"]


@pytest.mark.parametrize("role", ["coordinator", "donor", "aggregator", "validator", "auditor"])
def test_others_may_not_open_the_register(client_as: ClientAs, acting: Acting, pupil: Recipient, role: str) -> None:
    client = client_as(acting(role))
    assert client.get(LIST).status_code == 403
    assert client.get(f"/penerima/{pupil.public_id}/").status_code == 404


def test_the_outsider_finds_no_page_of_a_person(client_as: ClientAs, outsider: Actor, pupil: Recipient) -> None:
    client = client_as(outsider)
    assert client.get(f"/penerima/{pupil.public_id}/").status_code == 404
    assert client.get(f"/penerima/{pupil.public_id}/tarik/").status_code == 404
    assert client.post(f"/penerima/{pupil.public_id}/tarik/", {"reason": "left"}).status_code == 404
    assert client.post(f"/penerima/{pupil.public_id}/identitas/", {"purpose": "asked"}).status_code == 404
    assert Recipient.objects.registered().count() == 1


def test_a_visitor_is_sent_to_the_sign_in(client: Client, pupil: Recipient) -> None:
    for path in (LIST, f"/penerima/{pupil.public_id}/", "/penerima/unggah/", "/kriteria/"):
        assert client.get(path)["Location"].startswith("/akun/")


def test_numbers_show_their_last_four_digits_only(client_as: ClientAs, operator: Actor, pupil: Recipient) -> None:
    client = client_as(operator)
    for path in (LIST, f"/penerima/{pupil.public_id}/"):
        page = client.get(path).content.decode()
        assert f"•••• {pupil.nik_last4}" in page
        assert not re.search(r"\d{16}", page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ajeng", "Bimo", "Cinta"]),
        ({"cari": "im"}, ["Bimo"]),
        ({"jenis": "teacher"}, ["Cinta"]),
        ({"kelayakan": "ya"}, ["Ajeng", "Cinta"]),
        ({"kelayakan": "tidak"}, ["Bimo"]),
        ({"kelayakan": "lengkapi"}, ["Bimo", "Cinta"]),
        ({"kebutuhan": "reserved"}, ["Ajeng"]),
        ({"kebutuhan": "open"}, ["Cinta"]),
        ({"kebutuhan": "tanpa"}, ["Bimo"]),
        ({"keadaan": "withdrawn"}, ["Dara"]),
        ({"keadaan": "semua"}, ["Ajeng", "Bimo", "Cinta", "Dara"]),
        ({"jenis": "apa saja"}, ["Ajeng", "Bimo", "Cinta"]),
    ],
)
def test_the_list_is_narrowed(
    client_as: ClientAs, operator: Actor, school: School, asked: dict[str, str], found: list[str]
) -> None:
    RecipientFactory.create(school=school, ready=True, full_name="Ajeng")
    RecipientFactory.create(school=school, full_name="Bimo")
    RecipientFactory.create(school=school, teacher=True, full_name="Cinta")
    assess()
    promise(school_id=school.pk, need_class="student_device", quantity=1)
    RecipientFactory.create(school=school, ended=True, full_name="Dara")
    assert names(search(client_as(operator), **asked)) == found


def test_no_name_stands_in_an_address(client_as: ClientAs, operator: Actor, school: School) -> None:
    for number in range(35):
        RecipientFactory.create(school=school, full_name=f"Bunga {number:02d}")
    client = client_as(operator)
    first = search(client, cari="Bunga")
    links = re.findall(r'href="([^"]*sesudah=[^"]*)"', first.content.decode())
    assert len(links) == 1
    assert "Bunga" not in links[0]
    assert "QnVuZ2E" not in links[0]  # the same in base64
    second = client.get(LIST + links[0].replace("&amp;", "&"))
    assert len({*names(first), *names(second)}) == 35


def test_a_token_that_is_not_ours_searches_for_nothing(client_as: ClientAs, operator: Actor, pupil: Recipient) -> None:
    assert names(client_as(operator).get(LIST, {"cari": "Bunga", "sesudah": "%%%"})) == ["Bunga Rekaan"]


@pytest.mark.parametrize("role", ["school_operator", "city_supervisor"])
def test_the_number_of_queries_does_not_grow(
    client_as: ClientAs, acting: Acting, school: School, pupil: Recipient, role: str
) -> None:
    organisation = school.organisation if role == "school_operator" else None
    client = client_as(acting(role, organisation=organisation))
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _number in range(20):
        RecipientFactory.create(school=school, ready=True)
    assess()
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few) <= 11


def test_the_page_of_a_person_says_why(client_as: ClientAs, operator: Actor, pupil: Recipient) -> None:
    RecipientFactory.create(school=pupil.school, ready=True)
    assess()
    page = " ".join(client_as(operator).get(f"/penerima/{pupil.public_id}/").content.decode().split())
    for words in ("Layak, dengan 40 poin", "Urutan ke-1 dari 2", "Tidak punya gawai sama sekali", "40 dari 40 poin"):
        assert words in page


def test_what_is_lacking_is_named(client_as: ClientAs, operator: Actor, school: School) -> None:
    person = RecipientFactory.create(school=school)
    assess()
    page = client_as(operator).get(f"/penerima/{person.public_id}/").content.decode()
    assert "Belum layak" in page
    assert page.count("reason-lacking") == 2


def test_a_principal_withdraws_after_looking(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    client = client_as(principal)
    path = f"/penerima/{pupil.public_id}/tarik/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": "karena malas"}).status_code == 200
    assert Recipient.objects.registered().count() == 1
    assert client.post(path, {"reason": "graduated"})["Location"] == f"/penerima/{pupil.public_id}/"
    pupil.refresh_from_db()
    assert (pupil.state, pupil.ended_reason, pupil.ended_by_id) == ("graduated", "graduated", principal.user_id)
    assert Need.objects.get().state == "closed"
    page = client.get(f"/penerima/{pupil.public_id}/").content.decode()
    assert "lulus" in page
    assert "Pendaftarannya sudah berakhir" in page
    assert "Layak, dengan" not in page
    assert f"/penerima/{pupil.public_id}/penilaian/" not in page


def test_an_operator_sees_it_but_may_not_withdraw(client_as: ClientAs, operator: Actor, pupil: Recipient) -> None:
    client = client_as(operator)
    assert client.get(f"/penerima/{pupil.public_id}/tarik/").status_code == 403
    assert client.post(f"/penerima/{pupil.public_id}/identitas/", {"purpose": "asked"}).status_code == 403


def test_the_numbers_are_shown_once_and_never_kept(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    client = client_as(principal)
    path = f"/penerima/{pupil.public_id}/identitas/"
    shown = client.post(path, {"purpose": "check_paper"})
    assert re.search(r"\d{16}", shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    assert Event.objects.get(action="identity.unmasked").facts == {"purpose": "check_paper"}
    reloaded = client.get(path)
    assert (reloaded.status_code, reloaded["Allow"]) == (405, "POST")
    assert "tidak dapat dibuka langsung" in reloaded.content.decode()


def test_without_a_purpose_no_number_is_shown(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    response = client_as(principal).post(f"/penerima/{pupil.public_id}/identitas/", {"purpose": "penasaran"})
    assert response.status_code == 302
    assert not Event.objects.filter(action="identity.unmasked").exists()


def test_no_purpose_is_chosen_beforehand(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    client = client_as(principal)
    assert client.get(f"/penerima/{pupil.public_id}/").context["unmask"]["purpose"].value() is None
    client.post(f"/penerima/{pupil.public_id}/identitas/", {"purpose": ""})
    assert not Event.objects.filter(action="identity.unmasked").exists()


def test_criteria_are_read_by_everybody_with_a_role(
    client_as: ClientAs, acting: Acting, criteria: list[CriteriaSet]
) -> None:
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=criteria[0].clauses)
    for role in ("school_operator", "donor", "coordinator"):
        client = client_as(acting(role))
        assert client.get("/kriteria/").status_code == 200
        page = client.get(f"/kriteria/{criteria[0].public_id}/").content.decode()
        assert "Tidak punya gawai sama sekali" in page
    assert client_as(acting("donor")).get(f"/kriteria/{draft.public_id}/").status_code == 404
    assert client_as(acting("coordinator")).get(f"/kriteria/{draft.public_id}/").status_code == 200
