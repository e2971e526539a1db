"""Registering by form: what is asked, what is refused and how, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from recipients.models import Assessment, Need, Recipient
from recipients.names import mother_digest
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
PUPIL, TEACHER = "/penerima/baru/?jenis=murid", "/penerima/baru/?jenis=guru"
SITI = {
    "full_name": "Siti Rekaan",
    "sex": "P",
    "birth_date": "2014-02-03",
    "nik": "317306.430214.0042",
    "nisn": "0141234567",
    "class_group": "Kelas 6A",
    "phone": "0812 3456 7890",
    "device_access": "shared",
    "household_devices": "1",
    "household_learners": "2",
    "has_kip": "on",
    "dtsen_decile": "2",
    "income_band": "lt_500k",
    "consent": "on",
    "consent_giver": "Ibu Rekaan",
    "consent_by": "mother",
    "consent_on": "2026-07-01",
}
TONO = {
    "full_name": "Tono Rekaan, S.Pd.",
    "sex": "L",
    "birth_date": "1990-01-09",
    "nik": "3173060901900042",
    "nuptk": "",
    "device_access": "none",
    "employment": "honorer",
    "service_years": "4",
    "consent": "on",
    "consent_on": "2026-07-01",
}


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    """The operator's browser."""
    return client_as(operator)


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["form"].errors


def test_the_kind_is_asked_first(desk: Client) -> None:
    page = desk.get("/penerima/baru/").content.decode()
    assert "?jenis=murid" in page
    assert "?jenis=guru" in page


def test_a_pupil_is_registered_assessed_and_has_a_need(desk: Client, school: School) -> None:
    response = desk.post(PUPIL, SITI)
    siti = Recipient.objects.get(school=school)
    told = siti.circumstances
    assert response["Location"] == f"/penerima/{siti.public_id}/"
    assert sealing.unseal(siti.nik_sealed) == "3173064302140042"
    assert sealing.unseal(siti.phone_sealed) == "+6281234567890"
    assert (siti.grade, told.is_final_year, told.has_kip, told.has_kjp) == (6, True, True, False)
    assert (siti.consent.relation, siti.consent.given_on.isoformat()) == ("mother", "2026-07-01")
    assert Assessment.objects.newest().get(recipient=siti).points == 20 + 15 + 20 + 10 + 5


def test_a_teacher_is_registered_with_a_computers_need(desk: Client) -> None:
    desk.post(TEACHER, TONO)
    tono = Recipient.objects.get(kind="teacher")
    assert tono.consent.relation == "self"
    assert Need.objects.get(recipient=tono).need_class == "teacher_computer"


def test_without_consent_the_person_is_registered_and_waits(desk: Client) -> None:
    desk.post(PUPIL, {**SITI, "consent": ""})
    assert Recipient.objects.count() == 1
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"nik": "317306430214004"}, "nik", "16 angka"),
        ({"nik": "3173060302140042"}, "nik", "laki-laki"),
        ({"nik": "3173064402140042"}, "nik", "tanggal lahir"),
        ({"nik": ""}, "nik", ""),
        ({"nisn": "141234567"}, "nisn", "ketik 0141234567"),
        ({"nisn": "abc"}, "nisn", "10 angka"),
        ({"full_name": "<b>Siti</b>"}, "full_name", "bukan huruf"),
        ({"birth_date": "2099-01-01"}, "birth_date", "tidak wajar"),
        ({"birth_date": "kemarin"}, "birth_date", ""),
        ({"phone": "12"}, "phone", "0812"),
        ({"device_access": ""}, "device_access", ""),
        ({"device_access": "unknown"}, "device_access", ""),
        ({"household_devices": ""}, "household_devices", "berbagi"),
        ({"household_learners": "0"}, "household_learners", ""),
        ({"dtsen_decile": "11"}, "dtsen_decile", ""),
        ({"consent_on": "2099-01-01"}, "consent_on", "belum tiba"),
    ],
)
def test_a_form_says_what_is_wrong_and_where(desk: Client, change: dict[str, str], field: str, word: str) -> None:
    found = errors(desk.post(PUPIL, {**SITI, **change}))
    assert list(found) == [field]
    assert word in " ".join(found[field])
    assert not Recipient.objects.exists()


def test_a_nik_that_disagrees_is_taken_once_it_was_compared_with_the_family_card(desk: Client) -> None:
    odd = SITI | {"nik": "3173060302140042"}
    asked = desk.post(PUPIL, odd)
    assert ("nik_compared" in asked.content.decode(), Recipient.objects.exists()) == (True, False)
    assert desk.post(PUPIL, odd | {"nik_compared": "on"}).status_code == 302
    assert Recipient.objects.get().nik_last4 == "0042"


def test_whose_nik_agrees_is_not_asked_about_it(desk: Client) -> None:
    assert "nik_compared" not in desk.get(PUPIL).content.decode()
    assert "nik_compared" not in desk.post(PUPIL, SITI | {"full_name": ""}).content.decode()


def test_a_person_known_elsewhere_is_refused_and_the_typing_stays(desk: Client) -> None:
    """What the school learns of it: tests/recipients/test_opening_cases.py."""
    RecipientFactory.create(nik="3173064302140042", sex="P")
    elsewhere = desk.post(PUPIL, SITI)
    assert "Sudah terdaftar di tempat lain" in errors(elsewhere)["__all__"][0]
    assert 'value="Siti Rekaan"' in elsewhere.content.decode()


def test_a_person_who_left_elsewhere_can_be_registered(desk: Client, school: School) -> None:
    RecipientFactory.create(nik="3173064302140042", sex="P", ended=True)
    desk.post(PUPIL, SITI)
    assert Recipient.objects.registered().get().school_id == school.pk


def test_what_the_form_does_not_ask_is_not_taken(desk: Client, school: School) -> None:
    other = RecipientFactory.create().school
    desk.post(PUPIL, {**SITI, "state": "withdrawn", "school": other.pk, "service_years": "9", "grade": "1"})
    siti = Recipient.objects.get(full_name="Siti Rekaan")
    assert (siti.school_id, siti.state, siti.circumstances.service_years, siti.grade) == (
        school.pk, "registered", 0, 6,
    )  # fmt: skip


def test_a_closed_school_registers_nobody(desk: Client, school: School) -> None:
    School.objects.filter(pk=school.pk).update(is_closed=True)
    assert "tutup" in errors(desk.post(PUPIL, SITI))["__all__"][0]


@pytest.mark.parametrize("role", ["coordinator", "city_supervisor", "donor", "validator", "auditor"])
def test_only_a_school_registers(client_as: ClientAs, acting: Acting, role: str) -> None:
    assert client_as(acting(role)).post(PUPIL, SITI).status_code == 403
    assert not Recipient.objects.exists()


def test_the_day_of_consent_is_today_unless_told(desk: Client) -> None:
    desk.post(PUPIL, {**SITI, "consent_on": ""})
    assert Recipient.objects.get().consent.given_on == timezone.localdate()


def test_a_family_is_kept_as_keyed_hashes_only(desk: Client) -> None:
    desk.post(PUPIL, {**SITI, "family_card": "3173 0601 0110 0001", "mother_name": "Hj. Siti  Aminah"})
    child = Recipient.objects.get()
    assert bytes(child.household_digest) == sealing.digest("family_card", "3173060101100001")
    assert bytes(child.mother_digest) == mother_digest("St. Aminah")


def test_a_family_card_is_no_nik(desk: Client) -> None:
    found = errors(desk.post(PUPIL, {**SITI, "family_card": SITI["nik"]}))
    assert "sama dengan NIK" in found["family_card"][0]
    assert "16 angka" in errors(desk.post(PUPIL, {**SITI, "family_card": "123"}))["family_card"][0]
