"""The operators see each channel, what failed in it, and send it again by the same channel, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ksbb.authority.actors import Actor
from ksbb.notifications import circuit
from ksbb.notifications.actions.retry_messages import retry_messages
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Delivery, Message
from ksbb.notifications.states import DeliveryState, MessageState
from ksbb.operation import condition, gauges
from ksbb.operation.channels import channel_rows
from tests.conftest import Acting
from tests.notifications.conftest import KIND, StandIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(acting: Acting, client_as: Callable[[Actor], Client]) -> Client:
    actor = acting("coordinator")
    get_user_model().objects.filter(pk=actor.user_id).update(is_staff=True)
    return client_as(actor)


def test_each_channel_is_counted_by_how_far_its_messages_came(
    operator: Client, reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    for way in ("whatsapp", "whatsapp", "sms", "mail", "portal"):
        message = Message.objects.create(kind=KIND, to_user_id=reached_by(way).pk)
        deliver_one(message.public_id.hex)
    counted = {row.channel.value: dict(row.counts)[DeliveryState.SENT] for row in channel_rows()}
    assert counted == {"mail": 1, "whatsapp": 2, "sms": 1, "portal": 1}
    page = operator.get("/operasi/").text
    assert "WhatsApp" in page
    assert "tidak menjawab" not in page


def test_a_channel_that_rests_is_shown(operator: Client, reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    endpoint.status = 500
    for _number in range(circuit.FAILURES):
        deliver_one(Message.objects.create(kind=KIND, to_user_id=reached_by("sms").pk).public_id.hex)
    assert "tidak menjawab, dicoba lagi pukul" in operator.get("/operasi/").text


def test_what_failed_goes_again_by_the_channel_that_failed_last(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    """Every way was tried: WhatsApp and SMS refuse, and the mail server too."""
    person = reached_by("whatsapp", sms_at=None)
    message = Message.objects.create(kind=KIND, to_user_id=person.pk)
    endpoint.status = 400
    deliver_one(message.public_id.hex)
    Delivery.objects.create(message=message, channel="mail", state="bounced", bounced_at=message.created_at)
    deliver_one(message.public_id.hex)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert retry_messages(kind=KIND, error=message.error) == 1
    assert retry_messages(kind=KIND, error=message.error) == 0
    assert dict(message.deliveries.values_list("channel", "state")) == {"whatsapp": "failed", "mail": "queued"}
    assert deliver_one(message.public_id.hex)
    assert len(endpoint.asked) == 1


def test_what_failed_is_counted_and_shown_without_reading_every_message(db: None) -> None:
    """By its own small index, however many were ever sent."""
    with CaptureQueriesContext(connection) as captured:
        condition.failed_messages()
        gauges._asked()
    asked = [
        query["sql"] for query in captured if "'failed'" in query["sql"] and "notifications_message" in query["sql"]
    ]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with no row at all only what is possible can be asked
        for statement in asked:
            cursor.execute(f"EXPLAIN {statement}")
            assert "message_failed" in "\n".join(line for (line,) in cursor.fetchall())
