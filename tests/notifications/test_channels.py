"""One event, one person, one channel: the one that was chosen, and another only when it has finally failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ksbb.notifications import circuit
from ksbb.notifications.actions.note_word import note_word
from ksbb.notifications.channels.words import Word
from ksbb.notifications.delivering import LEASE, deliver_one
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Contact, Delivery, Message
from ksbb.notifications.settling import TRIES_ELSEWHERE
from ksbb.notifications.states import DeliveryState, MessageState
from ksbb.notifications.tasks import sweep
from tests.notifications.conftest import KIND, NUMBER, StandIn

pytestmark = pytest.mark.django_db


def posted(person: Any, kind: str = KIND, **facts: Any) -> Message:
    [message] = Message.objects.bulk_create([Message(kind=kind, to_user_id=person.pk, path="/donasi/", **facts)])
    return message


def again(message: Message) -> Message:
    """As it is now, and due."""
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())
    return Message.objects.get(pk=message.pk)


def ways(message: Message) -> dict[str, str]:
    return dict(message.deliveries.values_list("channel", "state"))


def test_whatsapp_gets_an_approved_template_and_nothing_of_ours_but_the_link(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    message = posted(reached_by("whatsapp"), context={"school": "SD Kenari"})
    assert deliver_one(message.public_id.hex)
    [(path, headers, body)] = endpoint.asked
    assert (path, headers["Authorization"]) == ("/1234/messages", "Bearer kunci-uji")
    assert body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": NUMBER.lstrip("+"),
        "type": "template",
        "template": {
            "name": "ksbb_gifts",
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": "http://127.0.0.1:8000/donasi/"}]}],
        },
        "biz_opaque_callback_data": message.public_id.hex,
    }
    assert ways(message) == {"whatsapp": DeliveryState.SENT}
    assert mail.outbox == []


def test_an_sms_carries_the_name_of_the_event_for_a_gateway_that_was_asked_twice(
    reached_by: Callable[..., Any], endpoint: StandIn, settings: Any
) -> None:
    settings.SMS_FIELDS = settings.SMS_FIELDS | {"to": "msisdn"}
    settings.SMS_EXTRA = {"sender": "KSBB"}
    message = posted(reached_by("sms"))
    assert deliver_one(message.public_id.hex)
    [(path, headers, body)] = endpoint.asked
    assert (path, headers["Idempotency-Key"]) == ("/sms", message.public_id.hex)
    assert (body["msisdn"], body["sender"], body["reference"]) == (NUMBER, "KSBB", message.public_id.hex)
    assert body["text"] == "KSBB Pendidikan: ada kabar tentang bantuan gawai. Buka http://127.0.0.1:8000/donasi/"


def test_a_channel_that_is_off_is_not_asked(reached_by: Callable[..., Any], endpoint: StandIn, settings: Any) -> None:
    settings.WHATSAPP_TOKEN = settings.SMS_URL = ""
    message = posted(reached_by("whatsapp"))
    deliver_one(message.public_id.hex)
    assert (endpoint.asked, ways(message), len(mail.outbox)) == ([], {"mail": DeliveryState.SENT}, 1)


def test_a_number_that_nobody_confirmed_is_not_used(reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    message = posted(reached_by("whatsapp", whatsapp_at=None, sms_at=None))
    deliver_one(message.public_id.hex)
    assert (endpoint.asked, len(mail.outbox)) == ([], 1)


def test_what_was_agreed_to_and_taken_back_meanwhile_is_not_used(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    person = reached_by("whatsapp")
    message = posted(person)
    endpoint.status = 500
    deliver_one(message.public_id.hex)
    Contact.objects.filter(user_id=person.pk).update(whatsapp_at=None, sms_at=None)
    deliver_one(again(message).public_id.hex)
    deliver_one(again(message).public_id.hex)
    assert (len(endpoint.asked), ways(message)) == (1, {"whatsapp": "failed", "mail": "sent"})


def test_a_refused_number_falls_back_to_the_next_channel_and_only_then(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    message = posted(reached_by("whatsapp"))
    endpoint.status, endpoint.body = 400, {"error": {"code": 131026, "message": f"{NUMBER} is not on WhatsApp"}}
    assert not deliver_one(message.public_id.hex)
    message = again(message)
    assert (message.state, message.error, mail.outbox) == (MessageState.QUEUED, "WhatsApp 400 131026", [])
    assert deliver_one(message.public_id.hex)
    assert (ways(message), len(mail.outbox)) == ({"whatsapp": "failed", "mail": "sent"}, 1)


def test_an_endpoint_that_fails_is_asked_again_with_growing_pauses_and_then_the_mail_takes_over(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    endpoint.status = 500
    message, pauses = posted(reached_by("sms")), []
    for _try in range(TRIES_ELSEWHERE):
        circuit.succeeded("sms")
        deliver_one(again(message).public_id.hex)
        message.refresh_from_db()
        pauses.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))
    assert pauses == [1, 2, 4, 8, 0]
    deliver_one(message.public_id.hex)
    assert (len(endpoint.asked), len(mail.outbox)) == (TRIES_ELSEWHERE, 1)


def test_an_endpoint_that_hangs_is_left_and_the_message_waits(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    """Promise 46; the page that writes the message: test_choices.py."""
    endpoint.hangs = True
    message = posted(reached_by("whatsapp"))
    begun = time.monotonic()
    assert not deliver_one(message.public_id.hex)
    assert time.monotonic() - begun < 3
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.QUEUED, "ReadTimeoutError")
    assert message.next_try_at > timezone.now() + LEASE - timedelta(seconds=5)


def test_a_channel_that_fails_again_and_again_is_left_alone_and_nobody_waits_for_it(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    endpoint.status = 503
    person = reached_by("whatsapp")
    for _number in range(circuit.FAILURES):
        deliver_one(posted(person).public_id.hex)
    late = posted(person)
    assert not deliver_one(late.public_id.hex)
    late.refresh_from_db()
    assert (len(endpoint.asked), late.attempts) == (circuit.FAILURES, 0)
    Delivery.objects.filter(message=late).update(created_at=timezone.now() - timedelta(hours=2))
    deliver_one(again(late).public_id.hex)
    deliver_one(again(late).public_id.hex)
    assert ways(late) == {"whatsapp": "failed", "mail": "sent"}


def test_an_answer_that_never_came_is_not_asked_for_twice_when_the_channel_tells(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    """Promise 22: the worker died, or the answer was lost; WhatsApp had taken the message and says so."""
    endpoint.hangs = True
    message = posted(reached_by("whatsapp"))
    deliver_one(message.public_id.hex)
    assert note_word(Word(DeliveryState.DELIVERED, "wamid.x", message.public_id.hex), channel=Channel.WHATSAPP)
    again(message)
    assert sweep() == 0
    message.refresh_from_db()
    assert (message.state, ways(message), len(endpoint.asked)) == (MessageState.SENT, {"whatsapp": "delivered"}, 1)


def test_a_worker_that_died_after_its_claim_is_not_followed_before_the_lease_is_over(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    message = posted(reached_by("whatsapp"))
    deliver_one(message.public_id.hex, lambda _delivery, _attempt: None)
    assert not deliver_one(message.public_id.hex)
    assert sweep() == 0
    deliver_one(again(message).public_id.hex)
    assert len(endpoint.asked) == 1


def test_the_database_allows_one_living_way_and_each_channel_once(reached_by: Callable[..., Any]) -> None:
    message = posted(reached_by("whatsapp"))
    Delivery.objects.create(message=message, channel=Channel.MAIL)
    with pytest.raises(IntegrityError, match="delivery_one_living"), transaction.atomic():
        Delivery.objects.create(message=message, channel=Channel.SMS)
    Delivery.objects.update(state=DeliveryState.FAILED, failed_at=timezone.now())
    Delivery.objects.create(message=message, channel=Channel.SMS)
    with pytest.raises(IntegrityError, match="delivery_channel_once"), transaction.atomic():
        Delivery.objects.create(
            message=message, channel=Channel.MAIL, state=DeliveryState.FAILED, failed_at=timezone.now()
        )


def test_quiet_hours_hold_telephones_and_not_letters(reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    hour = timezone.localtime().hour
    quiet = {"quiet_from": hour, "quiet_until": (hour + 2) % 24}
    loud, silent = posted(reached_by("sms", **quiet)), posted(reached_by("mail", **quiet))
    assert [deliver_one(one.public_id.hex) for one in (loud, silent)] == [False, True]
    loud.refresh_from_db()
    assert (endpoint.asked, loud.attempts) == ([], 0)
    assert timezone.localtime(loud.next_try_at).hour == (hour + 2) % 24


def test_letters_of_the_sign_in_never_leave_the_mail(reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    person = reached_by("whatsapp")
    deliver_one(posted(person, "accounts/sign_in_code", context={"number": "ab" * 16}).public_id.hex)
    assert (endpoint.asked, len(mail.outbox)) == ([], 1)


def test_what_is_read_in_the_portal_alone_goes_nowhere(reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    message = posted(reached_by("portal"))
    assert deliver_one(message.public_id.hex)
    assert (endpoint.asked, mail.outbox, ways(message)) == ([], [], {"portal": "sent"})
