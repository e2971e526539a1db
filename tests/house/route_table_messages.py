"""Who gets what at the pages of messages: everybody their own; the channels' doors are shut while a channel is off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from ksbb.notifications.models import Message
from ksbb.notifications.unsubscribing import token_for
from tests.house.route_rules import Rule, hidden, nothing_yet, own, public
from tests.house.world import Line, World


def letter_below(world: World, line: Line) -> dict[str, Any]:
    """The link below a letter that may be stopped."""
    message, _new = Message.objects.get_or_create(kind="donations/pledge_thanks", to_user_id=1, once_key="below")
    return {"token": token_for(message)}


def nobodys_browser(world: World, line: Line) -> dict[str, Any]:
    return {"public_id": uuid4()}


MESSAGES: dict[str, Rule] = {
    "portal:message_choices": own(post=True),
    "portal:message_number": own(only_post=True),
    "portal:message_code": own(only_post=True),
    "portal:message_number_remove": own(only_post=True),
    "portal:message_mail_again": own(only_post=True),
    # Push is off as the tests are set up: told so, on the page. Somebody else's browser is not found.
    "portal:message_device_add": own(only_post=True),
    "portal:message_device_remove": replace(nothing_yet(), sample=nobodys_browser, methods=("post",)),
    "portal:unsubscribe": public(letter_below, post=True),
    "portal:hook_whatsapp": replace(hidden(), methods=("get", "post")),
    "portal:hook_sms": replace(hidden(), methods=("post",)),
}
