"""From a row to its person: by one channel, and by the next one only when the first has finally failed.

A mail server is asked while the message is locked, as ever. Any other endpoint is asked with no lock and no transaction open, since
it may hang: the try is claimed before (its number), and the message is not due again until the endpoint has had time to answer or
to tell us by its webhook. So two workers never send one message, and a worker that dies in the middle sends it a second time only
if the channel has not told of the first one for LEASE.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation

from ksbb.common.states import move
from ksbb.notifications import circuit
from ksbb.notifications.channels import mail, sms, whatsapp
from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.choosing import next_of
from ksbb.notifications.kinds import FIXED, LOUD, NUMBER_CODE, Channel, group_of
from ksbb.notifications.models import Contact, Delivery, Message
from ksbb.notifications.numbers import code_of, number_of
from ksbb.notifications.pushing import push_to_all
from ksbb.notifications.quiet import quiet_until
from ksbb.notifications.reaching import channels_on, is_refused, waits_for, ways_of
from ksbb.notifications.settling import PATIENCE, put_off, settle
from ksbb.notifications.states import MOVES, DeliveryState, MessageState
from ksbb.notifications.writing import letter

# How long an endpoint has to tell of a message whose answer never came, before it is sent again.
LEASE = timedelta(minutes=10)

Carry = Callable[[int, int], object]


def deliver_one(public_id: str, carry: Carry | None = None) -> bool:
    """Send the message if it is due; False when another worker has it or had it, or it has to wait.

    What goes to another endpoint than the mail server is handed to `carry` (the number of the delivery, and of its try) after
    the commit; without one it is carried here.
    """
    with transaction.atomic():
        due = Message.objects.waiting().filter(public_id=public_id, next_try_at__lte=timezone.now())
        message = due.select_for_update(skip_locked=True).first()
        if message is None:
            return False
        user = get_user_model().objects.filter(pk=message.to_user_id, is_active=True).first()
        if user is None:
            return settle(message, None, Answer(error="NoSuchPerson"))
        contact = Contact.objects.filter(user_id=user.pk).first()
        delivery = message.deliveries.filter(state=DeliveryState.QUEUED).first() or _begin(message)
        if delivery is None:
            return False
        if delivery.channel == Channel.PORTAL:
            return settle(message, delivery, Answer())
        if delivery.channel == Channel.MAIL:
            return settle(message, delivery, _mail(message, user.email, contact))
        if not _may_leave(message, delivery, contact):
            return False
        put_off(message, timezone.now() + LEASE)
    return bool((carry or carry_one)(delivery.pk, delivery.attempts))


def carry_one(delivery_id: int, attempt: int) -> bool:
    """Ask the endpoint, once for each `attempt`: who finds it claimed already goes away."""
    mine = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.QUEUED, attempts=attempt)
    if mine.update(attempts=attempt + 1, updated_at=timezone.now()) != 1:
        return False
    delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
    answer = _ask(delivery)
    (circuit.failed if answer.error and not answer.is_final else circuit.succeeded)(delivery.channel)
    with transaction.atomic():
        message = Message.objects.select_for_update(no_key=True).get(pk=delivery.message_id)
        delivery.refresh_from_db()
        if delivery.state != DeliveryState.QUEUED or delivery.attempts != attempt + 1:
            return delivery.state not in (DeliveryState.FAILED, DeliveryState.BOUNCED)  # the channel has told already
        return settle(message, delivery, answer)


def _begin(message: Message) -> Delivery | None:
    """The next way of this message; None when it waits for a digest, or every way was tried."""
    if way := waits_for(message):
        move(message, MessageState.HELD, MOVES, held_for=way.value)
        return None
    tried = frozenset(message.deliveries.values_list("channel", flat=True))
    channel = next_of(ways_of(message), tried)
    if channel is None:
        settle(message, None, Answer(error=message.error or "NoWayLeft", is_final=True))
        return None
    return Delivery.objects.create(message=message, channel=channel)


def _may_leave(message: Message, delivery: Delivery, contact: Contact | None) -> bool:
    """Not in the person's quiet hours, and not while the channel rests; the message is put off, and no try is counted."""
    now = timezone.now()
    rings = delivery.channel in LOUD and message.kind != NUMBER_CODE
    if rings and contact is not None and (until := quiet_until(now, contact.quiet_from, contact.quiet_until)):
        put_off(message, until)
        return False
    if until := circuit.rests_until(delivery.channel):
        if now - delivery.created_at > PATIENCE:
            settle(message, delivery, Answer(error="ChannelRests", is_final=True))
        else:
            put_off(message, until)
        return False
    return True


def _mail(message: Message, address: str, contact: Contact | None) -> Answer:
    if group_of(message.kind) != FIXED and is_refused(contact, address):
        return Answer(error="AddressRefused", is_final=True)
    try:
        with transaction.atomic():
            subject, body = letter(message)
    except Exception as error:  # noqa: BLE001 - a letter that cannot be written must not hold up the ones behind it
        return Answer(error=type(error).__name__)
    return mail.send(address, message, subject, body)


def _ask(delivery: Delivery) -> Answer:
    """The endpoint's answer. What was agreed to may have been taken back since the way was chosen."""
    message = delivery.message
    if delivery.channel not in channels_on():
        return Answer(error="ChannelOff", is_final=True)
    if delivery.channel == Channel.PUSH:
        with translation.override(settings.LANGUAGE_CODE):
            return push_to_all(message)
    contact = Contact.objects.filter(user_id=message.to_user_id).first()
    if contact is None or not contact.phone_sealed:
        return Answer(error="NoNumber", is_final=True)
    code = ""
    if message.kind == NUMBER_CODE:
        if contact.code_until is None or contact.code_until < timezone.now():
            return Answer(error="CodeTooLate", is_final=True)
        code = code_of(contact)
    elif not (contact.whatsapp_at if delivery.channel == Channel.WHATSAPP else contact.sms_at):
        return Answer(error="NotAgreed", is_final=True)
    send = whatsapp.send if delivery.channel == Channel.WHATSAPP else sms.send
    with translation.override(settings.LANGUAGE_CODE):
        return send(number_of(contact), message, code)
