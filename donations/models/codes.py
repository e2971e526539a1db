"""Random codes that strangers may ask for."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """83 random bits, easy to read aloud: what the QR on a paper leads to (promise 44 asks for 64)."""
    return "".join(secrets.choice(ALPHABET) for _n in range(17))
