"""The draw among equal ranks, as anybody can repeat it with a few commands. Pure: no database.

    commitment of a seed    printf 'SEED' | sha256sum
    lot of a ticket         printf 'SEED:TICKET' | sha256sum | cut -c1-15

The seed is 32 random bytes in hexadecimal digits, a ticket is the public id of a need (a random UUID in its usual form, small
letters). A lot has 15 hexadecimal digits: 60 bits, so that it fits a whole number of the database.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Func

LOT_DIGITS = 15
_NOT_HEX = re.compile(r"[^0-9a-f]")
# What must be typed of a ticket to find it: 48 random bits tell a city's tickets apart.
FEWEST_DIGITS = 12


def new_seed() -> str:
    """32 bytes of the system's randomness as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def commitment_of(seed: str) -> str:
    """SHA-256 of the seed's digits, in hexadecimal: it tells nothing of the seed, and fits no other."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot_of(seed: str, ticket: UUID | str) -> int:
    """The ticket's lot under this seed, below 2^60; the lowest comes first."""
    return int(hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest()[:LOT_DIGITS], 16)


def lot_in_digits(lot: int) -> str:
    """The lot as `cut -c1-15` writes it."""
    return f"{lot:0{LOT_DIGITS}x}"


def ticket_range(typed: str) -> tuple[UUID, UUID] | None:
    """The lowest and highest ticket that begin with what was typed; None when it is too short or no ticket."""
    digits = _NOT_HEX.sub("", typed.lower())
    if not FEWEST_DIGITS <= len(digits) <= 32:
        return None
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


class LotOf(Func):
    """The same as `lot_of` in the database: LotOf(Value(seed), F("public_id"))."""

    template = (
        "('x' || substr(encode(sha256(convert_to(%(expressions)s::text, 'UTF8')), 'hex'), 1, 15))::bit(60)::bigint"
    )
    arg_joiner = "::text || ':' || "
    arity = 2
    output_field: Any = BigIntegerField()
