"""A letter came back."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ksbb.common.states import move
from ksbb.notifications import outbox
from ksbb.notifications.bounces import Bounce
from ksbb.notifications.kinds import FIXED, REFUSED, Channel, group_of
from ksbb.notifications.models import Contact, Message
from ksbb.notifications.reaching import digest_of, is_refused
from ksbb.notifications.settling import take_another
from ksbb.notifications.states import DELIVERY_MOVES, DeliveryState


@transaction.atomic
def note_bounce(bounce: Bounce) -> bool:
    """The letter takes another way, if there is one. A hard bounce also stops all further letters to that address, and the person
    reads it in the portal. The same report again, or one about a letter that never left, changes nothing.
    """
    message = Message.objects.select_for_update(no_key=True).filter(public_id=bounce.letter).first()
    delivery = message.deliveries.filter(channel=Channel.MAIL).first() if message else None
    if message is None or delivery is None or DeliveryState.BOUNCED not in DELIVERY_MOVES[delivery.state]:
        return False
    move(delivery, DeliveryState.BOUNCED, DELIVERY_MOVES, bounced_at=timezone.now(), error=bounce.status)
    if bounce.is_hard:
        _stop(message.to_user_id)
    message.error = f"bounced {bounce.status}"
    if group_of(message.kind) == FIXED:  # what it brought is worth nothing by now
        return True
    take_another(message)
    return True


def _stop(user_id: int) -> None:
    """No more letters to the address as it is now; another one is not shut out."""
    address = get_user_model().objects.filter(pk=user_id).values_list("email", flat=True).first()
    contact, _new = Contact.objects.select_for_update().get_or_create(user_id=user_id)
    if address is None or is_refused(contact, address):
        return
    contact.mail_refused_digest, contact.mail_refused_at = digest_of(address), timezone.now()
    contact.save(update_fields=["mail_refused_digest", "mail_refused_at", "updated_at"])
    once = f"refused:{contact.mail_refused_at:%Y-%m-%dT%H:%M:%S}"
    outbox.post(REFUSED, to=[user_id], path="/akun/pemberitahuan/", once=once)
