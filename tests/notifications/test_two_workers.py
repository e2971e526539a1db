"""Two workers at one message: it leaves once, by one channel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from ksbb.notifications import outbox
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Delivery, Message
from tests.notifications.conftest import KIND, StandIn


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(reached_by: Callable[..., Any], endpoint: StandIn, settings: Any) -> None:
    """Also when the event is told twice at the same moment."""
    settings.CHANNEL_READ_SECONDS = 5
    people = [reached_by("whatsapp").pk, reached_by("sms").pk, reached_by("mail").pk]
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait()
            with transaction.atomic():
                outbox.post(KIND, to=people, path="/donasi/", once="event")
            for public_id in list(Message.objects.order_by("pk").values_list("public_id", flat=True)):
                deliver_one(public_id.hex)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Message.objects.count() == 3
    assert sorted(Delivery.objects.values_list("channel", "state")) == [
        ("mail", "sent"),
        ("sms", "sent"),
        ("whatsapp", "sent"),
    ]
    assert (len(endpoint.asked), len(mail.outbox)) == (2, 1)
