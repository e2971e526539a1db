"""A channel that an operator turns off is not asked any more; what was on its way takes the next one, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from waffle import get_waffle_switch_model

from ksbb.common import switches
from ksbb.common.switches import Switch
from ksbb.notifications.actions.gather_digests import gather_digests
from ksbb.notifications.delivering import carry_one, deliver_one
from ksbb.notifications.kinds import DIGEST
from ksbb.notifications.models import Message
from tests.notifications.conftest import KIND, StandIn

pytestmark = pytest.mark.django_db


def turn(switch: Switch, *, on: bool) -> None:
    get_waffle_switch_model().objects.update_or_create(name=switch.value, defaults={"active": on})
    switches.forget()


def ways(message: Message) -> dict[str, str]:
    return dict(message.deliveries.values_list("channel", "state"))


def posted(person: Any) -> Message:
    return Message.objects.create(kind=KIND, to_user_id=person.pk, path="/donasi/")


@pytest.mark.parametrize(("switch", "way"), [(Switch.WHATSAPP, "whatsapp"), (Switch.SMS, "sms")])
def test_a_message_goes_by_mail_while_its_channel_is_off(
    reached_by: Callable[..., Any], endpoint: StandIn, switch: Switch, way: str
) -> None:
    turn(switch, on=False)
    message = posted(reached_by(way))
    assert deliver_one(message.public_id.hex)
    assert (ways(message), endpoint.asked, len(mail.outbox)) == ({"mail": "sent"}, [], 1)
    turn(switch, on=True)
    assert deliver_one(posted(reached_by(way)).public_id.hex)
    assert len(endpoint.asked) == 1


def test_what_was_already_handed_to_the_channel_takes_the_next_one(
    reached_by: Callable[..., Any], endpoint: StandIn
) -> None:
    message = posted(reached_by("whatsapp"))
    handed: list[tuple[int, int]] = []
    deliver_one(message.public_id.hex, carry=lambda delivery, attempt: handed.append((delivery, attempt)))
    turn(Switch.WHATSAPP, on=False)
    turn(Switch.SMS, on=False)
    assert not carry_one(*handed[0])
    Message.objects.update(next_try_at=timezone.now())
    assert deliver_one(message.public_id.hex)
    assert (ways(message), endpoint.asked) == ({"whatsapp": "failed", "mail": "sent"}, [])


def test_digests_wait_while_they_are_off_and_come_afterwards(reached_by: Callable[..., Any]) -> None:
    message = posted(reached_by("daily"))
    assert not deliver_one(message.public_id.hex)
    tomorrow = timezone.now() + timedelta(days=2)
    turn(Switch.DIGESTS, on=False)
    assert gather_digests(now=tomorrow) == 0
    assert not Message.objects.filter(kind=DIGEST).exists()
    turn(Switch.DIGESTS, on=True)
    assert gather_digests(now=tomorrow) == 1
