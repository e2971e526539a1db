"""Device numbers. An IMEI has fifteen digits and ends in a Luhn digit (3GPP TS 23.003, annex B)."""

from __future__ import annotations

import re


def imei_digits(text: str) -> str:
    """The digits of what was typed or scanned: spaces, dots, dashes and slashes are left out."""
    return re.sub(r"[\s./-]", "", text)


def is_imei(digits: str) -> bool:
    """Fifteen ASCII digits with a right check digit; not all the same digit."""
    if not re.fullmatch(r"[0-9]{15}", digits) or len(set(digits)) == 1:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
