"""The code that came to the number is typed: the number is this person's, and may be used."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Contact
from ksbb.notifications.numbers import TRIES, code_of


def confirm_number(*, actor: Actor, code: str) -> Channel:
    """The channel that may be used from now on. A code lives ten minutes, five tries and one success; raises Refused."""
    if (found := _tried(actor, "".join(code.split()))) is None:
        raise Refused(_("Kode tidak cocok atau sudah lewat waktunya. Periksa, atau minta kode baru."))
    return found


@transaction.atomic
def _tried(actor: Actor, code: str) -> Channel | None:
    """A wrong try is counted whatever the caller does afterwards."""
    contact = Contact.objects.visible_to(actor).select_for_update(no_key=True).first()
    now = timezone.now()
    if contact is None or not contact.code_number or contact.code_until is None or contact.code_until < now:
        return None
    if contact.code_tries >= TRIES:
        return None
    contact.code_tries += 1
    contact.save(update_fields=["code_tries", "updated_at"])
    if not constant_time_compare(code, code_of(contact)):
        return None
    channel = Channel(contact.code_channel)
    if channel == Channel.WHATSAPP:
        contact.whatsapp_at = now
    else:
        contact.sms_at = now
    contact.code_number, contact.code_channel, contact.code_until = "", "", None
    contact.save()
    return channel
