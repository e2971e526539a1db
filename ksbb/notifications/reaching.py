"""Where a person can be reached now: which channels are on, and what the person agreed to."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from ksbb.common import sealing
from ksbb.common.switches import Switch, is_on
from ksbb.notifications import choosing
from ksbb.notifications.channels import push, sms, whatsapp
from ksbb.notifications.choosing import Reach
from ksbb.notifications.kinds import DIGEST, NUMBER_CODE, Channel, Group, Way, group_of
from ksbb.notifications.models import Choice, Contact, Message, PushDevice, PushDeviceQuerySet


def channels_on() -> frozenset[Channel]:
    """What this installation has beside mail, and no operator has turned off."""
    on = {
        Channel.WHATSAPP: whatsapp.is_on() and is_on(Switch.WHATSAPP),
        Channel.SMS: sms.is_on() and is_on(Switch.SMS),
        Channel.PUSH: push.is_on() and is_on(Switch.PUSH),
    }
    return frozenset(channel for channel, there in on.items() if there)


def channels_of(contact: Contact | None) -> frozenset[Channel]:
    """The channels beside mail by which this person may be reached. Who agreed to one has a Contact."""
    if contact is None:
        return frozenset()
    agreed = {Channel.WHATSAPP: contact.whatsapp_at, Channel.SMS: contact.sms_at}
    on = channels_on()
    there = {channel for channel in on if agreed.get(channel)}
    if Channel.PUSH in on and devices_of(contact.user_id).exists():
        there.add(Channel.PUSH)
    return frozenset(there)


def devices_of(user_id: int) -> PushDeviceQuerySet:
    """The browsers that may be told now: agreed under the key that we have, and not too long ago."""
    return PushDevice.objects.filter(user_id=user_id).living(push.key_name())


def reach_of(contact: Contact | None, address: str) -> Reach:
    return Reach(channels_of(contact), mail_refused=is_refused(contact, address))


def is_refused(contact: Contact | None, address: str) -> bool:
    """Whether exactly this address sent a letter back for good."""
    refused = contact.mail_refused_digest if contact else None
    return refused is not None and bytes(refused) == digest_of(address)


def digest_of(address: str) -> bytes:
    return sealing.digest("mail-refused", address.lower())


def way_of(user_id: int, group: Group) -> Way:
    chosen = Choice.objects.filter(user_id=user_id, group=group).values_list("way", flat=True).first()
    return Way(chosen) if chosen else Way.MAIL


def waits_for(message: Message) -> Way | None:
    """The digest in which this message becomes a line; None: it goes by itself."""
    group = group_of(message.kind)
    way = Way.MAIL if message.kind == DIGEST else way_of(message.to_user_id, group)
    return way if choosing.holds(group, way) else None


def ways_of(message: Message) -> tuple[Channel, ...]:
    """The channels for this message, in their order, as things stand now; none for a person who left."""
    if message.kind == NUMBER_CODE:  # goes to a number that nobody has confirmed yet, and nowhere else
        return (Channel(str(message.context["channel"])),)
    people = get_user_model().objects.filter(pk=message.to_user_id, is_active=True)
    address = people.values_list("email", flat=True).first()
    if address is None:
        return ()
    contact = Contact.objects.filter(user_id=message.to_user_id).first()
    if message.kind == DIGEST:  # its lines stand in the portal already
        return (Channel.PORTAL if is_refused(contact, address) else Channel.MAIL,)
    group = group_of(message.kind)
    return choosing.order(group, way_of(message.to_user_id, group), reach_of(contact, address))
