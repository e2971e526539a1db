"""SMS by a gateway that takes one JSON object for each message; how it calls its fields is told by the settings.

`Idempotency-Key` and the reference are the message's own number: a gateway that knows either sends a repeated question once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.channels.asking import ask
from ksbb.notifications.channels.words import Word
from ksbb.notifications.models import Message
from ksbb.notifications.short import text_of
from ksbb.notifications.states import DeliveryState

STATES = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "failed": DeliveryState.FAILED,
    "undelivered": DeliveryState.FAILED,
}


def is_on() -> bool:
    return bool(settings.SMS_URL)


def send(number: str, message: Message, code: str = "") -> Answer:
    """To `number` (+62…)."""
    names, reference = settings.SMS_FIELDS, message.public_id.hex
    headers = {"Idempotency-Key": reference}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    told = ask(
        settings.SMS_URL,
        {
            **settings.SMS_EXTRA,
            names["to"]: number,
            names["text"]: text_of(message, code),
            names["reference"]: reference,
        },
        headers,
    )
    if isinstance(told, Answer):
        return told
    status, body = told
    if 200 <= status < 300:
        return Answer(ref=str(body.get(names["id"]) or reference))
    return Answer(error=f"SMS {status}", is_final=status < 500 and status not in (401, 408, 429))


def words_of(told: dict[str, Any]) -> Iterator[Word]:
    """A delivery report: `{"reference": …, "id": …, "status": "delivered"}`, under the names of the settings."""
    names = settings.SMS_FIELDS
    state = STATES.get(str(told.get("status")))
    if state is not None:
        ref, reference = (str(told.get(names[name]) or "") for name in ("id", "reference"))
        yield Word(state, ref=ref, reference=reference, error="SMS" if state == DeliveryState.FAILED else "")
