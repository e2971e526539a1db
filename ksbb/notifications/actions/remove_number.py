"""A person takes the telephone number back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.notifications.kinds import Channel, Way
from ksbb.notifications.models import Choice, Contact


@transaction.atomic
def remove_number(*, actor: Actor) -> bool:
    """The number is gone, and with it what was agreed to; groups that came there come by mail. False when there was none."""
    now = timezone.now()
    there = Contact.objects.visible_to(actor).exclude(phone_sealed=b"")
    gone = there.update(
        phone_sealed=b"",
        whatsapp_at=None,
        sms_at=None,
        code_number="",
        code_channel="",
        code_until=None,
        updated_at=now,
    )
    its = Choice.objects.visible_to(actor).filter(way__in=[Channel.WHATSAPP, Channel.SMS])
    its.update(way=Way.MAIL, updated_at=now)
    return bool(gone)
