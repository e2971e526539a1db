"""WhatsApp by Meta's Cloud API: approved templates only, and what Meta tells of them afterwards.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages (version 23). Nothing of a message is in our words but
the name of the template and one blank: the link, or the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.channels.asking import ask
from ksbb.notifications.channels.words import Word
from ksbb.notifications.kinds import NUMBER_CODE, Group, group_of
from ksbb.notifications.models import Message
from ksbb.notifications.short import WHATSAPP_CODE, WHATSAPP_TEMPLATES, link_of
from ksbb.notifications.states import DeliveryState

# Worth another try: limits of speed and quality, and Meta's own trouble. Every other refusal stays one (…/support/error-codes).
AGAIN = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004})
STATES = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "failed": DeliveryState.FAILED,
}


def is_on() -> bool:
    return bool(settings.WHATSAPP_NUMBER_ID and settings.WHATSAPP_TOKEN)


def send(number: str, message: Message, code: str = "") -> Answer:
    """To `number` (+62…). `code` for the message that brings one."""
    told = ask(
        f"{settings.WHATSAPP_URL}/{settings.WHATSAPP_NUMBER_ID}/messages",
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": number.lstrip("+"),
            "type": "template",
            "template": template_of(message, code),
            # Comes back with every word about this message, also when this answer never reaches us.
            "biz_opaque_callback_data": message.public_id.hex,
        },
        {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"},
    )
    return told if isinstance(told, Answer) else _read(*told)


def template_of(message: Message, code: str = "") -> dict[str, Any]:
    """The approved template with its one blank filled."""
    if message.kind == NUMBER_CODE:
        blank = [{"type": "text", "text": code}]
        parts = [
            {"type": "body", "parameters": blank},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": blank},
        ]
        return {"name": WHATSAPP_CODE, "language": {"code": settings.LANGUAGE_CODE}, "components": parts}
    name = WHATSAPP_TEMPLATES.get(group_of(message.kind), WHATSAPP_TEMPLATES[Group.DUTY])
    parts = [{"type": "body", "parameters": [{"type": "text", "text": link_of(message)}]}]
    return {"name": name, "language": {"code": settings.LANGUAGE_CODE}, "components": parts}


def _read(status: int, told: dict[str, Any]) -> Answer:
    if status == 200:
        try:
            return Answer(ref=str(told["messages"][0]["id"]))
        except (KeyError, IndexError, TypeError):
            return Answer(error="NoNumber", is_unsure=True)
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    # 401: our token ran out. The person's number is right all the same; the operators see it.
    is_final = status < 500 and status not in (401, 408, 429) and code not in AGAIN
    return Answer(error=f"WhatsApp {status} {code}" if code else f"WhatsApp {status}", is_final=is_final)


def words_of(told: dict[str, Any]) -> Iterator[Word]:
    """The states in one call of the webhook; whatever else it tells (what people write to us) is passed over unread."""
    for entry in _list(told, "entry"):
        for change in _list(entry, "changes"):
            value = change.get("value")
            for status in _list(value, "statuses"):
                state = STATES.get(str(status.get("status")))
                if state is not None:
                    codes = [str(error.get("code", "")) for error in _list(status, "errors")]
                    yield Word(
                        state,
                        ref=str(status.get("id") or ""),
                        reference=str(status.get("biz_opaque_callback_data") or ""),
                        error=f"WhatsApp {codes[0][:10]}" if codes else "",
                    )


def _list(told: Any, name: str) -> list[dict[str, Any]]:
    found = told.get(name) if isinstance(told, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
