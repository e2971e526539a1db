"""The link below a letter: it names the letter by its random number, signed, and nobody by name, number or address."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ksbb.notifications.kinds import NECESSARY, group_of
from ksbb.notifications.models import Message

PATH = "/berhenti/{}/"


def _signer() -> Signer:
    return Signer(salt="ksbb.notifications.unsubscribing", sep=".")


def token_for(message: Message) -> str:
    return str(_signer().sign(message.public_id.hex))


def link_for(message: Message) -> str:
    return f"{settings.PUBLIC_URL}{PATH.format(token_for(message))}"


def message_of(token: str) -> Message | None:
    """The letter under which the link stood; None when the link is not ours, or nothing there may be stopped."""
    try:
        found = Message.objects.filter(public_id=UUID(hex=_signer().unsign(token))).first()
    except (BadSignature, ValueError):
        return None
    return None if found is None or group_of(found.kind) in NECESSARY else found
