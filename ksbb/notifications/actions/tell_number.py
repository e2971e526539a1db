"""A person tells a telephone number and agrees to be reached there; a code goes to it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.limits import wait_for_everybody
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications import outbox
from ksbb.notifications.kinds import NUMBER_CODE, PHONES, Channel
from ksbb.notifications.models import Contact
from ksbb.notifications.numbers import VALID_FOR, new_code_number, number_of
from ksbb.notifications.reaching import channels_on

HOUR = 3600


@transaction.atomic
def tell_number(*, actor: Actor, number: str, channel: Channel) -> Contact:
    """`number` as +62…; nothing is used before the code that comes by `channel` was typed (`confirm_number`).

    Another number takes back what was agreed to for the old one. At most three codes an hour for one person, and for one number.
    """
    if actor.user_id is None:
        raise Forbidden("nobody's number")
    if channel not in PHONES or channel not in channels_on():
        raise Refused(_("Saluran itu belum dipakai di portal ini."))
    contact, _new = Contact.objects.select_for_update(no_key=True).get_or_create(user_id=actor.user_id)
    _refuse_floods(actor.user_id, number)
    if number != number_of(contact):
        contact.phone_sealed = sealing.seal(number)
        contact.whatsapp_at = contact.sms_at = None
    contact.code_number, contact.code_channel = new_code_number(), channel.value
    contact.code_until, contact.code_tries = timezone.now() + VALID_FOR, 0
    contact.save()
    outbox.post(NUMBER_CODE, to=[actor.user_id], path="/akun/pemberitahuan/", channel=channel.value)
    return contact


def _refuse_floods(user_id: int, number: str) -> None:
    """Nobody is to make our gateway ring a stranger's telephone again and again."""
    whose = (f"number-code:{user_id}", f"number-code:{sealing.digest('number-code', number).hex()[:24]}")
    if any(wait_for_everybody(name, amount=3, seconds=HOUR) for name in whose):
        raise Refused(_("Sudah tiga kode dikirim. Tunggu satu jam, lalu coba lagi."))
