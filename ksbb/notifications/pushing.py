"""One message to all browsers of a person: one way of the message, however many browsers there are."""

from __future__ import annotations

import json

from ksbb.common import sealing
from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.channels import push
from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.channels.push import Subscription
from ksbb.notifications.models import Message, PushDevice
from ksbb.notifications.reaching import devices_of

GONE = frozenset(f"Push {status}" for status in push.GONE)


def push_to_all(message: Message) -> Answer:
    """It went when one browser took it: the others that failed are not asked again, or the first would be told twice.

    Browsers that are gone are forgotten. Where none is left, or none will ever take it, the message needs another way.
    """
    answers = {device: push.send(subscription_of(device), message) for device in devices_of(message.to_user_id)}
    gone = [device.pk for device, answer in answers.items() if answer.error in GONE]
    if gone:
        forget_devices(user_id=message.to_user_id, only=gone)
    if any(not answer.error for answer in answers.values()):
        return Answer()
    failed = sorted((answer for answer in answers.values()), key=lambda answer: answer.is_final)
    if not failed:
        return Answer(error="NoDevice", is_final=True)
    return Answer(
        error=failed[0].error, is_final=failed[0].is_final, is_unsure=any(answer.is_unsure for answer in failed)
    )


def subscription_of(device: PushDevice) -> Subscription:
    return Subscription(**json.loads(sealing.unseal(device.subscription_sealed)))
