"""Nobody enters a person before having read what becomes of the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ksbb.accounts.acting import actor_of
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from recipients.models import NoticeSeen
from recipients.policies import NOTICE_EDITION, why_not_enter
from schools.models import School
from tests.conftest import Acting
from tests.factories.accounts import MembershipFactory

ClientAs = Callable[[Actor], Client]
NOTICE = "/penerima/pemberitahuan/"
ENTRANCES = ["/penerima/baru/?jenis=murid", "/penerima/unggah/", "/penerima/isian-cepat/"]


@pytest.fixture
def newcomer(school: School) -> Actor:
    """An operator of the school on the first day."""
    return actor_of(
        MembershipFactory.create(organisation=school.organisation, role="school_operator", notice_read=False)
    )


@pytest.fixture
def desk(client_as: ClientAs, newcomer: Actor) -> Client:
    return client_as(newcomer)


@pytest.mark.parametrize("path", ENTRANCES)
def test_the_first_entry_leads_to_the_notice_and_back(desk: Client, newcomer: Actor, path: str) -> None:
    there = desk.get(path)
    assert there.status_code == 302
    page = desk.get(there["Location"])
    assert page.templates[0].name == "recipients/notice.html"
    back = desk.post(NOTICE, {"lanjut": page.context["next"]})
    assert back["Location"] == path
    assert desk.get(path).status_code == 200
    assert NoticeSeen.objects.get().user_id == newcomer.user_id


@pytest.mark.parametrize("path", ENTRANCES)
def test_nothing_sent_before_is_taken(desk: Client, path: str) -> None:
    sent = desk.post(path, {"full_name": "Bunga Rekaan"})
    assert sent["Location"].startswith(NOTICE)


def test_reading_is_said_once_and_recorded(desk: Client, newcomer: Actor) -> None:
    desk.post(NOTICE)
    desk.post(NOTICE)
    event = Event.objects.get(action="notice.read")
    assert (event.user_id, event.facts) == (newcomer.user_id, {"edition": NOTICE_EDITION})


def test_a_new_edition_is_read_anew(desk: Client, newcomer: Actor) -> None:
    desk.post(NOTICE)
    NoticeSeen.objects.update(edition="2020-01")
    assert why_not_enter(newcomer)
    assert desk.get(ENTRANCES[0]).status_code == 302


@pytest.mark.parametrize("path", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "penerima"])
def test_it_leads_to_no_other_site(desk: Client, path: str) -> None:
    assert desk.post(NOTICE, {"lanjut": path})["Location"] == reverse("recipients:recipient_list")


def test_it_says_how_long_the_law_and_the_rights(desk: Client, settings) -> None:
    settings.RETENTION_DAYS = 365
    text = desk.get(NOTICE).content.decode()
    assert all(
        words in text for words in ("Nomor 27 Tahun 2022", "365 hari", "menarik persetujuan", "minta datanya dihapus")
    )


def test_who_read_it_may_read_it_again(client_as: ClientAs, operator: Actor) -> None:
    assert "Anda sudah menyatakan membacanya" in client_as(operator).get(NOTICE).content.decode()


def test_the_list_is_read_without_it(desk: Client) -> None:
    assert desk.get("/penerima/").status_code == 200


def test_the_policy_lets_the_system_pass(db: None) -> None:
    assert why_not_enter(SYSTEM) is None


@pytest.mark.parametrize("role", ["coordinator", "city_supervisor", "donor", "validator"])
def test_who_enters_nobody_is_asked_nothing(client_as: ClientAs, acting: Acting, role: str) -> None:
    client = client_as(acting(role))
    assert client.get(NOTICE).status_code == 403
    assert client.get(ENTRANCES[1]).status_code == 403
