"""What channels tell of a message: signed, only onward, and never a second message for one event."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Delivery, Message
from ksbb.notifications.states import MessageState
from tests.notifications.conftest import APP_SECRET, KIND, NUMBER, VERIFY_TOKEN, StandIn

pytestmark = pytest.mark.django_db
WHATSAPP, SMS = "/kait/whatsapp/", "/kait/sms/"


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def tell(client: Client, path: str, told: dict[str, Any], **signature: str) -> int:
    body = json.dumps(told).encode()
    headers = signature or signed(body)
    return client.post(path, body, content_type="application/json", headers=headers).status_code


def status(state: str, ref: str = "wamid.1", **more: Any) -> dict[str, Any]:
    """As Meta's webhook tells it; the number of the telephone is in it and must not stay."""
    one = {"id": ref, "status": state, "timestamp": "1750857384", "recipient_id": NUMBER.lstrip("+"), **more}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "statuses": [one]}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}


@pytest.fixture
def message(reached_by: Callable[..., Any], endpoint: StandIn) -> Message:
    """Sent by WhatsApp as wamid.1."""
    message = Message.objects.create(kind=KIND, to_user_id=reached_by("whatsapp").pk, path="/donasi/")
    deliver_one(message.public_id.hex)
    return message


def state_of(message: Message) -> str:
    return message.deliveries.get(channel="whatsapp").state


def test_the_states_go_onward_in_whatever_order_they_come(client: Client, message: Message) -> None:
    seen = []
    for state in ("delivered", "sent", "read", "delivered", "unheard-of"):
        assert tell(client, WHATSAPP, status(state)) == 200
        seen.append(state_of(message))
    assert seen == ["delivered", "delivered", "read", "read", "read"]


def test_what_is_not_signed_with_our_secret_is_not_heard(client: Client, message: Message) -> None:
    told = status("read")
    right = signed(json.dumps(told).encode())["X-Hub-Signature-256"]
    other = signed(json.dumps(told).encode(), "another")["X-Hub-Signature-256"]
    for signature in ("", "sha256=", other, right[:-1] + "0", signed(b"{}")["X-Hub-Signature-256"]):
        assert tell(client, WHATSAPP, told, **{"X-Hub-Signature-256": signature}) == 403
    assert state_of(message) == "sent"


def test_without_a_secret_nothing_is_signed(client: Client, message: Message, settings: Any) -> None:
    settings.WHATSAPP_APP_SECRET = ""
    body = json.dumps(status("read")).encode()
    assert tell(client, WHATSAPP, status("read"), **signed(body, "")) == 403


def test_a_way_that_failed_after_all_frees_the_message_for_the_next_one(client: Client, message: Message) -> None:
    failed = status("failed", errors=[{"code": 131026, "title": f"{NUMBER} not on WhatsApp"}])
    assert tell(client, WHATSAPP, failed) == 200
    assert tell(client, WHATSAPP, failed) == 200
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.QUEUED, "WhatsApp 131026")
    assert deliver_one(message.public_id.hex)
    assert not deliver_one(message.public_id.hex)
    assert len(mail.outbox) == 1
    # A late word about the old way changes nothing any more.
    assert tell(client, WHATSAPP, status("delivered")) == 200
    assert state_of(message) == "failed"


@pytest.mark.parametrize("told", [{}, {"entry": "x"}, {"entry": [{"changes": [{"value": {"statuses": [7, {}]}}]}]}])
def test_what_makes_no_sense_is_passed_over(client: Client, message: Message, told: dict[str, Any]) -> None:
    assert tell(client, WHATSAPP, told) == 200
    assert tell(client, WHATSAPP, status("read", ref="wamid.of-somebody-else")) == 200
    assert state_of(message) == "sent"


def test_bytes_that_are_no_json_are_refused(client: Client, endpoint: StandIn) -> None:
    for body in (b"{", b"\xff\xfe"):
        assert client.post(WHATSAPP, body, content_type="application/json", headers=signed(body)).status_code == 400


def test_meta_gets_its_word_back_only_for_the_token_we_agreed_on(client: Client, endpoint: StandIn) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    answer = client.get(WHATSAPP, asked)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"1158201444", "text/plain")
    assert client.get(WHATSAPP, asked | {"hub.verify_token": "other"}).status_code == 403
    assert client.get(WHATSAPP, asked | {"hub.verify_token": "é"}).status_code == 403
    assert client.get(WHATSAPP).status_code == 403


def test_a_gateway_tells_by_our_number_or_its_own(
    client: Client, reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    message = Message.objects.create(kind=KIND, to_user_id=reached_by("sms").pk)
    deliver_one(message.public_id.hex)
    assert tell(client, SMS, {"reference": message.public_id.hex, "status": "delivered"}) == 200
    assert message.deliveries.get().state == "delivered"
    assert tell(client, SMS, {"id": "sms-1", "status": "failed"}) == 200
    assert message.deliveries.get().state == "delivered"


def test_a_channel_that_is_off_hears_nothing(client: Client) -> None:
    assert client.get(WHATSAPP).status_code == 404
    assert tell(client, SMS, {}) == 404


def test_no_row_holds_the_number_of_a_telephone(client: Client, message: Message) -> None:
    """WhatsApp's own number of a message is made of the telephone's."""
    tell(client, WHATSAPP, status("delivered", errors=[{"code": NUMBER}]))
    row = Delivery.objects.values().get()
    assert b"wamid" not in bytes(row["ref_digest"] or b"wamid")
    assert NUMBER[1:] not in str({name: value for name, value in row.items() if name != "ref_digest"})
