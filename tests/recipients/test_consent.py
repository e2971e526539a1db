"""Consent: who, how related, when, on what and to what; corrected and taken back; needed before a name leaves the school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from recipients.actions.assess import assess
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.settle import promise
from recipients.models import Circumstances, Consent, Need, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
GIVEN = {
    "giver": "Ibu  Rekaan", "relation": "mother", "given_on": "2026-07-01", "medium": "paper", "purposes": ["handover_photo"],
}  # fmt: skip


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


@pytest.fixture
def pupil(school: School) -> Recipient:
    person = RecipientFactory.create(school=school, full_name="Bunga Rekaan", circumstances={"device_access": "none"})
    assess(recipient_ids=[person.pk])
    return person


@pytest.fixture
def agreed(pupil: Recipient, operator: Actor) -> Recipient:
    consent = {"relation": "mother", "given_on": date(2026, 7, 1), "giver": "Ibu Rekaan"}
    record_circumstances(answers={pupil.pk: {"consent": consent}}, actor=operator)
    return pupil


def address(person: Recipient, step: str = "") -> str:
    return f"/penerima/{person.public_id}/persetujuan/{step}"


def test_it_is_recorded_whole(desk: Client, pupil: Recipient, operator: Actor) -> None:
    assert desk.post(address(pupil), GIVEN).status_code == 302
    told = Consent.objects.get(recipient=pupil)
    assert sealing.unseal(told.giver_sealed) == "Ibu Rekaan"
    assert (told.relation, told.given_on, told.medium) == ("mother", date(2026, 7, 1), "paper")
    assert told.purposes == ["registration", "handover_photo"]
    assert told.recorded_by_id == operator.user_id
    assert Need.objects.open().filter(recipient=pupil).exists()


def test_the_givers_name_lies_sealed(agreed: Recipient) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM recipients_consent")
        stored = b"".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in cursor.fetchone())
    assert b"Rekaan" not in stored


def test_a_correction_starts_from_what_is_known_and_keeps_one_record(desk: Client, agreed: Recipient) -> None:
    form = desk.get(address(agreed)).context["form"]
    assert (form["giver"].value(), form["relation"].value()) == ("Ibu Rekaan", "mother")
    desk.post(
        address(agreed), {**GIVEN, "giver": "Bapak Rekaan", "relation": "father", "medium": "click", "purposes": []}
    )
    told = Consent.objects.get(recipient=agreed)
    assert (sealing.unseal(told.giver_sealed), told.relation, told.medium) == ("Bapak Rekaan", "father", "click")
    assert told.purposes == ["registration"]


def test_a_quick_tick_later_forgets_neither_the_name_nor_the_purposes(
    desk: Client, pupil: Recipient, operator: Actor
) -> None:
    desk.post(address(pupil), GIVEN)
    consent = {"relation": "mother", "given_on": date(2026, 7, 9)}
    record_circumstances(answers={pupil.pk: {"consent": consent}}, actor=operator)
    told = Consent.objects.get(recipient=pupil)
    assert (sealing.unseal(told.giver_sealed), told.purposes) == ("Ibu Rekaan", ["registration", "handover_photo"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"giver": ""}, "giver"), ({"giver": "<b>"}, "giver"), ({"relation": "self"}, "relation"),
     ({"given_on": "2099-01-01"}, "given_on"), ({"purposes": ["marketing"]}, "purposes")],
)  # fmt: skip
def test_what_cannot_be_true_is_said_and_the_typing_kept(
    desk: Client, pupil: Recipient, wrong: dict, field: str
) -> None:
    response = desk.post(address(pupil), {**GIVEN, **wrong})
    assert set(response.context["form"].errors) == {field}
    assert not Consent.objects.exists()


def test_a_teacher_agrees_for_himself(desk: Client, school: School) -> None:
    teacher = RecipientFactory.create(school=school, teacher=True)
    desk.post(address(teacher), {"given_on": "2026-07-01", "medium": "paper"})
    told = Consent.objects.get(recipient=teacher)
    assert (told.relation, bytes(told.giver_sealed)) == ("self", b"")


def test_the_page_of_the_own_school_names_the_giver_and_the_officers_page_does_not(
    desk: Client, client_as: ClientAs, acting: Acting, agreed: Recipient
) -> None:
    page = f"/penerima/{agreed.public_id}/"
    assert "Ibu Rekaan (ibu)" in desk.get(page).content.decode()
    officers = client_as(acting("district_supervisor")).get(page).content.decode()
    assert "Ibu Rekaan" not in officers
    assert "1 Juli 2026" in officers


def test_taken_back_it_closes_the_need_and_is_told_in_the_trail(desk: Client, agreed: Recipient) -> None:
    assert desk.get(address(agreed, "tarik/")).status_code == 200
    assert Consent.objects.exists()  # looking changes nothing
    desk.post(address(agreed, "tarik/"))
    assert not Consent.objects.exists()
    assert not Circumstances.objects.get(recipient=agreed).consent_given
    assert not Need.objects.open().filter(recipient=agreed).exists()
    assert Event.objects.filter(action="consent.withdrawn", thing_id=agreed.pk).count() == 1


def test_a_promised_device_stays_promised_and_the_page_says_so(desk: Client, agreed: Recipient, school: School) -> None:
    promise(school_id=school.pk, need_class="student_device", quantity=1)
    assert "sudah dijanjikan" in desk.get(address(agreed, "tarik/")).content.decode()
    desk.post(address(agreed, "tarik/"))
    assert Need.objects.get(recipient=agreed).state == "reserved"


def test_what_is_not_there_cannot_be_taken_back(desk: Client, pupil: Recipient) -> None:
    assert "Tidak ada persetujuan" in desk.get(address(pupil, "tarik/")).content.decode()
    desk.post(address(pupil, "tarik/"))
    assert not Event.objects.filter(action="consent.withdrawn").exists()


def test_nothing_is_recorded_for_who_has_left(desk: Client, school: School) -> None:
    gone = RecipientFactory.create(school=school, ended=True)
    response = desk.post(address(gone), GIVEN)
    assert "tidak terdaftar" in response.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("step", ["", "tarik/"])
def test_the_outsider_finds_nothing_and_the_officer_may_not(
    client_as: ClientAs, acting: Acting, outsider: Actor, agreed: Recipient, step: str
) -> None:
    assert client_as(outsider).post(address(agreed, step), GIVEN).status_code == 404
    assert client_as(acting("district_supervisor")).post(address(agreed, step), GIVEN).status_code == 403
    assert Consent.objects.exists()


def test_only_who_agreed_may_stand_in_a_list_that_leaves_the_school(school: School, agreed: Recipient) -> None:
    RecipientFactory.create(school=school, circumstances={"device_access": "none"})
    teacher = RecipientFactory.create(
        school=school, teacher=True, consent={"relation": "self", "given_on": date(2026, 7, 1)}
    )
    assert set(Recipient.objects.may_leave_school()) == {agreed, teacher}
    Circumstances.objects.filter(recipient=agreed).update(consent_given=False)
    assert set(Recipient.objects.may_leave_school()) == {teacher}


def test_many_consents_are_few_statements(school: School, operator: Actor, django_assert_max_num_queries) -> None:
    people = [RecipientFactory.create(school=school) for _ in range(20)]
    consent = {"relation": "guardian", "given_on": date(2026, 7, 1), "giver": "Wali Rekaan"}
    told = {"device_access": "none", "internet": "none", "consent": consent}
    with django_assert_max_num_queries(25):
        record_circumstances(answers={person.pk: told for person in people}, actor=operator)
    assert Consent.objects.count() == 20
