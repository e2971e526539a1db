"""One way to write a name, whatever its spelling: what likeness is measured on. Pure: no database.

Dapodik, a family card and a teacher write the same child as "Muh. Rizky", "MOCHAMMAD RIZKI P" or "Rizki Muhammad".
"""

from __future__ import annotations

import unicodedata

from ksbb.common import sealing

LENGTH = 160


def name_key(name: str) -> str:
    """The name in small plain letters, its words in the order of the alphabet; "" for a name without letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalpha() else " " for letter in plain).split()
    return " ".join(sorted(words))[:LENGTH]


def mother_digest(name: str) -> bytes:
    """The keyed hash of a mother's name: equal for spellings of one name, b"" where none is told."""
    return sealing.digest("mother", name_key(name))
