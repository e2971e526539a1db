"""A telephone number as we keep it, and the code that proves it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

from ksbb.common import sealing
from ksbb.notifications.models import Contact

DIGITS = 6
TRIES = 5
VALID_FOR = timedelta(minutes=10)
SALT = "ksbb.notifications.numbers"


def new_code_number() -> str:
    """What a code is made of: random, and nothing without this installation's secret."""
    return secrets.token_hex(16)


def code_of(contact: Contact) -> str:
    """The six digits for exactly this number of exactly this person."""
    told = f"{contact.user_id}:{contact.code_number}:{contact.code_channel}:{number_of(contact)}"
    return f"{int(salted_hmac(SALT, told, algorithm='sha256').hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


def number_of(contact: Contact) -> str:
    """+62…, or nothing."""
    return sealing.unseal(contact.phone_sealed)


def last_digits(contact: Contact) -> str:
    """How the person sees the own number again: the last three digits."""
    return number_of(contact)[-3:]
