"""The quick tick-list: thumb, tick, save, next page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from ksbb.authority.actors import Actor
from recipients.actions.assess import assess
from recipients.models import Circumstances, Consent, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
PATH = "/penerima/isian-cepat/"


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


@pytest.fixture
def pupils(school: School) -> list[Recipient]:
    people = [RecipientFactory.create(school=school, full_name=f"Murid {letter}") for letter in "ABC"]
    assess()
    return people


def ticked(*rows: tuple[Recipient, dict[str, str]], **common: str) -> dict[str, object]:
    """What the browser sends for these rows."""
    sent: dict[str, object] = {
        "given_on": "2026-07-01", "relation": "parent", "orang": [str(person.public_id) for person, _told in rows],
    }  # fmt: skip
    for person, told in rows:
        sent |= {f"{person.public_id.hex}-{name}": value for name, value in told.items()}
    return sent | common


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_it_shows_who_lacks_something(desk: Client, pupils: list[Recipient], school: School) -> None:
    RecipientFactory.create(school=school, ready=True, full_name="Sudah Lengkap")
    RecipientFactory.create(full_name="Sekolah Lain")
    response = desk.get(PATH)
    assert response.context["left"] == 3
    assert [row.recipient.full_name for row in response.context["ticks"].rows] == ["Murid A", "Murid B", "Murid C"]


def test_one_save_answers_many(desk: Client, pupils: list[Recipient]) -> None:
    none, shared, own = pupils
    response = desk.post(
        PATH,
        ticked(
            (none, {"access": "none", "consent": "on"}),
            (shared, {"access": "shared", "devices": "1", "learners": "4", "consent": "on"}),
            (own, {"access": "own"}),
        ),
    )
    assert "3 orang disimpan" in said(response)
    assert "2 di antaranya kini layak" in said(response)
    told = Circumstances.objects.get(recipient=shared)
    assert (told.device_access, told.household_devices, told.household_learners) == ("shared", 1, 4)
    consent = Consent.objects.get(recipient=none)
    assert (consent.relation, consent.given_on.isoformat(), consent.medium) == ("parent", "2026-07-01", "paper")
    assert desk.get(PATH).context["left"] == 0


def test_who_owns_a_device_is_asked_for_nothing_more(desk: Client, pupils: list[Recipient]) -> None:
    desk.post(PATH, ticked((pupils[0], {"access": "own"}), (pupils[1], {"access": "none"})))
    shown = [row.recipient.full_name for row in desk.get(PATH).context["ticks"].rows]
    assert shown == ["Murid B", "Murid C"]  # B still lacks the consent


def test_a_row_left_alone_stays_open(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"devices": "1", "learners": "2"}), (pupils[1], {"access": "none"})))
    assert "1 orang disimpan" in said(response)
    assert Circumstances.objects.get(recipient=pupils[0]).device_access == "unknown"


def test_nothing_ticked_saves_nothing_and_says_so(desk: Client, pupils: list[Recipient]) -> None:
    assert "tidak ada yang disimpan" in said(desk.post(PATH, ticked((pupils[0], {}))))


def test_a_teachers_consent_is_the_own_one(desk: Client, school: School) -> None:
    teacher = RecipientFactory.create(school=school, teacher=True)
    desk.post(PATH, ticked((teacher, {"consent": "on"})))
    assert Consent.objects.get(recipient=teacher).relation == "self"


def test_a_consent_in_the_future_keeps_the_typing(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"access": "none", "consent": "on"}), given_on="2099-01-01"))
    assert response.status_code == 200
    assert "belum tiba" in response.content.decode()
    assert response.context["ticks"].rows[0]["access"].value() == "none"
    assert not Consent.objects.exists()


def test_an_absurd_number_is_said_at_its_row(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"access": "shared", "devices": "9999", "learners": "0"})))
    assert set(response.context["ticks"].rows[0].errors) == {"devices", "learners"}
    assert Circumstances.objects.get(recipient=pupils[0]).device_access == "unknown"


def test_a_list_longer_than_a_page_is_walked_without_names_in_the_address(desk: Client, school: School) -> None:
    for number in range(30):
        RecipientFactory.create(school=school, full_name=f"Panjang {number:02d}")
    first = desk.get(PATH)
    second = desk.get(PATH, {"sesudah": first.context["after"]})
    shown = [row.recipient.full_name for page in (first, second) for row in page.context["ticks"].rows]
    assert shown == [f"Panjang {number:02d}" for number in range(30)]
    assert "Panjang" not in first.context["after"]


def test_the_day_offered_is_today(desk: Client, pupils: list[Recipient]) -> None:
    assert desk.get(PATH).context["ticks"].consent["given_on"].value() == timezone.localdate()


def test_another_schools_person_cannot_be_slipped_in(desk: Client, pupils: list[Recipient]) -> None:
    stranger = RecipientFactory.create()
    desk.post(PATH, ticked((stranger, {"access": "none", "consent": "on"})))
    assert Circumstances.objects.get(recipient=stranger).device_access == "unknown"


@pytest.mark.parametrize("role", ["coordinator", "district_supervisor", "donor"])
def test_only_a_school_ticks(client_as: ClientAs, acting: Acting, role: str) -> None:
    assert client_as(acting(role)).get(PATH).status_code == 403
