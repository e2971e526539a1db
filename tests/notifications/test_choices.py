"""Everybody chooses for themselves; a number is used only by who agreed and showed that it is theirs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.notifications import circuit
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.kinds import CHOSEN
from ksbb.notifications.models import Choice, Contact, Message
from ksbb.notifications.numbers import TRIES
from tests.conftest import Acting
from tests.notifications.conftest import StandIn

PAGE = "/akun/pemberitahuan/"
NUMBER_PAGE, CODE_PAGE = f"{PAGE}nomor/", f"{PAGE}nomor/kode/"
TOLD = {"number": "0812 3456 7890", "channel": "sms", "agreed": "on"}


@pytest.fixture
def person(acting: Acting) -> Actor:
    return acting("donor")


@pytest.fixture
def mine(person: Actor, client_as: Callable[[Actor], Client]) -> Client:
    return client_as(person)


def ways(**chosen: str) -> dict[str, str]:
    return {
        **dict.fromkeys([group.value for group in CHOSEN], "mail"),
        "quiet_from": "22",
        "quiet_until": "5",
        **chosen,
    }


def code_sent(endpoint: StandIn) -> str:
    """What came to the telephone."""
    for message in Message.objects.waiting().filter(kind="notifications/number_code"):
        deliver_one(message.public_id.hex)
    found = re.search(r"\b\d{6}\b", str(endpoint.bodies[-1]["text"]))
    assert found
    return found[0]


def test_a_choice_is_kept_and_shown_again(mine: Client, person: Actor) -> None:
    assert mine.post(PAGE, ways(gifts="weekly", news="portal"), follow=True).status_code == 200
    kept = dict(Choice.objects.filter(user_id=person.user_id).values_list("group", "way"))
    assert kept == {"duty": "mail", "gifts": "weekly", "work": "mail", "news": "portal"}
    assert '<option value="weekly" selected>' in mine.get(PAGE).text
    contact = Contact.objects.get(user_id=person.user_id)
    assert (contact.quiet_from, contact.quiet_until) == (22, 5)


@pytest.mark.parametrize("way", ["portal", "daily", "whatsapp", "nonsense"])
def test_a_duty_cannot_be_switched_off_and_no_way_is_taken_that_is_not_there(mine: Client, way: str) -> None:
    page = mine.post(PAGE, ways(duty=way))
    assert page.status_code == 200
    assert not Choice.objects.exists()
    assert "tidak dapat dimatikan" in page.text


def test_where_no_channel_is_on_nobody_is_asked_for_a_number(mine: Client) -> None:
    page = mine.get(PAGE).text
    assert "Nomor telepon" not in page
    assert "WhatsApp" not in page


def test_a_number_is_used_after_its_code_was_typed_and_not_before(
    mine: Client, person: Actor, endpoint: StandIn
) -> None:
    assert mine.post(NUMBER_PAGE, TOLD).status_code == 302
    contact = Contact.objects.get(user_id=person.user_id)
    assert (bytes(contact.phone_sealed) != b"", contact.sms_at, contact.whatsapp_at) == (True, None, None)
    assert mine.post(PAGE, ways(gifts="sms")).status_code == 200
    assert not Choice.objects.exists()
    assert mine.post(CODE_PAGE, {"code": code_sent(endpoint)}).status_code == 302
    contact.refresh_from_db()
    assert (contact.sms_at is not None, contact.whatsapp_at, contact.code_number) == (True, None, "")
    assert mine.post(PAGE, ways(gifts="sms")).status_code == 302
    assert "berakhir dengan 890" in mine.get(PAGE).text


def test_who_does_not_agree_is_not_reached(mine: Client, endpoint: StandIn) -> None:
    page = mine.post(NUMBER_PAGE, {**TOLD, "agreed": ""})
    assert "Tanpa persetujuan" in page.text
    assert not Contact.objects.exclude(phone_sealed=b"").exists()
    assert endpoint.asked == []


@pytest.mark.parametrize("number", ["021 555 1234", "12", "+1 202 555 0100", ""])
def test_a_number_that_no_message_reaches_is_not_taken(mine: Client, endpoint: StandIn, number: str) -> None:
    assert mine.post(NUMBER_PAGE, {**TOLD, "number": number}).status_code == 200
    assert not Message.objects.exists()


def test_a_code_dies_of_five_wrong_tries(mine: Client, endpoint: StandIn) -> None:
    mine.post(NUMBER_PAGE, TOLD)
    right = code_sent(endpoint)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _try in range(TRIES):
        assert "Kode tidak cocok" in mine.post(CODE_PAGE, {"code": wrong}).text
    assert mine.post(CODE_PAGE, {"code": right}).status_code == 200
    assert not Contact.objects.filter(sms_at__isnull=False).exists()


def test_a_code_dies_of_age(mine: Client, endpoint: StandIn) -> None:
    mine.post(NUMBER_PAGE, TOLD)
    right = code_sent(endpoint)
    Contact.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert mine.post(CODE_PAGE, {"code": right}).status_code == 200
    assert not Contact.objects.filter(sms_at__isnull=False).exists()


def test_a_code_of_one_person_opens_nothing_for_another(
    mine: Client, endpoint: StandIn, outsider: Actor, client_as: Callable[[Actor], Client]
) -> None:
    mine.post(NUMBER_PAGE, TOLD)
    right = code_sent(endpoint)
    stranger = client_as(outsider)
    stranger.post(NUMBER_PAGE, TOLD)
    assert stranger.post(CODE_PAGE, {"code": right}).status_code == 200
    assert not Contact.objects.filter(sms_at__isnull=False).exists()


def test_a_code_is_not_to_be_found_where_it_waits(mine: Client, endpoint: StandIn) -> None:
    mine.post(NUMBER_PAGE, TOLD)
    right = code_sent(endpoint)
    rows = [str(row) for model in (Message, Contact) for row in model.objects.values()]
    assert [row for row in rows if right in row or "81234567890" in row] == []


def test_nobody_makes_a_strangers_telephone_ring_again_and_again(mine: Client, endpoint: StandIn) -> None:
    answers = [mine.post(NUMBER_PAGE, TOLD).status_code for _number in range(4)]
    assert answers == [302, 302, 302, 200]
    assert Message.objects.filter(kind="notifications/number_code").count() == 3


def test_another_number_takes_back_what_was_agreed_to(mine: Client, person: Actor, endpoint: StandIn) -> None:
    now = timezone.now()
    Contact.objects.create(
        user_id=person.user_id, phone_sealed=sealing.seal("+6281111111111"), sms_at=now, whatsapp_at=now
    )
    mine.post(NUMBER_PAGE, TOLD)
    assert Contact.objects.get().sms_at is Contact.objects.get().whatsapp_at is None


def test_a_number_can_be_taken_back(mine: Client, person: Actor, endpoint: StandIn) -> None:
    Contact.objects.create(user_id=person.user_id, phone_sealed=sealing.seal("+6281111111111"), sms_at=timezone.now())
    Choice.objects.create(user_id=person.user_id, group="gifts", way="sms")
    mine.post(f"{PAGE}nomor/hapus/")
    contact = Contact.objects.get()
    assert (bytes(contact.phone_sealed), contact.sms_at, Choice.objects.get().way) == (b"", None, "mail")


def test_a_page_that_writes_a_message_does_not_wait_for_an_endpoint_that_hangs(mine: Client, endpoint: StandIn) -> None:
    """Promise 46: the answer is there, the work waits, and the operators' page says so."""
    endpoint.hangs = True
    mine.get(PAGE)
    begun = time.monotonic()
    assert mine.post(NUMBER_PAGE, TOLD).status_code == 302
    assert time.monotonic() - begun < 1
    assert endpoint.asked == []
    [message] = Message.objects.waiting()
    for _number in range(circuit.FAILURES):
        Message.objects.update(next_try_at=timezone.now())
        deliver_one(message.public_id.hex)
    assert circuit.rests_until("sms") is not None
    assert mine.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_a_visitor_has_nothing_to_choose(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))


def test_the_page_asks_little_of_the_database(
    mine: Client, person: Actor, endpoint: StandIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    mine.post(PAGE, ways())
    with django_assert_max_num_queries(16):
        mine.get(PAGE)
