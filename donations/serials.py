"""What the serial numbers of some makers look like. A hint for whoever types one, never a refusal; no database here.

No maker publishes a standard. What stands here is what the makers' labels and support pages show, and may change with the
next model, so that the person has the last word:

- Apple: 11 or 12 letters and digits, since 2021 random ones of 8 to 14 (Apple's notice to its service partners, March 2021, as
  reported); neither I nor O is used.
- Samsung: 11 letters and digits on mobiles, 15 on notebooks and older devices (support page on model and serial numbers).
- Lenovo: 8 on computers and tablets, HP: 10, Dell: 7 (the service tag), ASUS: 12 or 15, Acer: 22, or the 11 digits of its SNID
  (their support pages on where the serial number is found).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """What a maker's serial numbers match, and in words for a sentence: how many signs."""

    pattern: str
    signs: str


SHAPES = {
    "apple": Shape(r"[0-9A-HJ-NP-Z]{8,14}", "8–14"),
    "samsung": Shape(r"[0-9A-Z]{11}|[0-9A-Z]{15}", "11 / 15"),
    "lenovo": Shape(r"[0-9A-Z]{8}", "8"),
    "hp": Shape(r"[0-9A-Z]{10}", "10"),
    "dell": Shape(r"[0-9A-Z]{7}", "7"),
    "asus": Shape(r"[0-9A-Z]{12}|[0-9A-Z]{15}", "12 / 15"),
    "acer": Shape(r"[0-9A-Z]{22}|[0-9]{11}", "22"),
}
# How else people write a maker.
_ALIASES = {"hewlett-packard": "hp", "hewlett packard": "hp", "iphone": "apple", "ipad": "apple", "thinkpad": "lenovo"}


def odd_serial(brand: str, serial_number: str) -> str:
    """How many signs the maker's numbers have when this one looks otherwise; "" when all is well or nothing is known."""
    words = " ".join(brand.lower().split())
    maker = _ALIASES.get(words, words.split(" ")[0] if words else "")
    shape = SHAPES.get(_ALIASES.get(maker, maker))
    number = re.sub(r"[\s-]", "", serial_number.upper())
    return shape.signs if shape and number and not re.fullmatch(shape.pattern, number) else ""
