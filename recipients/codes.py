"""The code on a letter: 80 random bits that a parent can type. Pure: no database.

Crockford's 32 signs: no I, L, O, U; whoever types I, L or O means 1, 1 and 0. Only the keyed hash of a code is kept.
"""

from __future__ import annotations

import secrets

from ksbb.common import sealing

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MEANT = str.maketrans("ILO", "110", " -–—._\t\n\r")


def new_code() -> str:
    """16 of 32 signs: 80 bits."""
    return "".join(secrets.choice(SIGNS) for _place in range(LENGTH))


def in_groups(code: str) -> str:
    """Groups of four, as the letter prints it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(typed: str) -> str:
    """The code as it was made, from what somebody typed; "" for what cannot be one."""
    code = typed.upper().translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else ""


def digest_of(code: str) -> bytes:
    """The keyed hash under which a letter is found."""
    return sealing.digest("rank-letter", code)
