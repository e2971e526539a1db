"""What the serial numbers of some makers look like. A hint for whoever types one, never a refusal; no database here.

Makers do not publish a standard; the shapes are what their own help pages show and may change with the next model:

- Apple, "Find the model name and serial number": 12 letters and digits until 2021, then 10 (up to 14 are announced); neither I
  nor O is used.
- Samsung, "Where is the model and serial number": 11 letters and digits on mobiles, 15 on notebooks and older devices.
- Lenovo, "Find your serial number": 8 letters and digits on computers and tablets.
- HP, "Find your product's serial number": 10 letters and digits.
- Dell, "Locate your service tag": 7 letters and digits.
- ASUS, "How to find the serial number": 12 or 15 letters and digits.
- Acer, "Serial number and SNID": 22 letters and digits (the SNID beside it has 11 digits).
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
    "apple": Shape(r"[0-9A-HJ-NP-Z]{10,14}", "10–14"),
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
