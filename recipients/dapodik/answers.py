"""What a school answers in our own template, in the words of its drop-downs and in those that people type instead.

Every function gives a value of the register's own choices, `""` where the cell says nothing, None where it says something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ksbb.imports.cells import CellValue, filled, text_of

_DEVICE = {
    "none": ("tidak punya", "tidak punya sama sekali", "tidak ada", "tidak", "tdk punya", "none"),
    "shared": ("berbagi", "berbagi dengan pelajar lain di rumah", "bersama", "pinjam", "bergantian", "shared"),
    "own": ("punya sendiri", "punya", "sendiri", "milik sendiri", "ya", "own"),
}
_INTERNET = {
    "none": ("tidak ada", "tidak", "tidak punya", "none"),
    "quota": ("kuota", "kuota hp", "paket data", "data seluler", "quota"),
    "fixed": ("wifi", "wifi rumah", "indihome", "internet rumah", "fixed"),
}
_RELATION = {
    "father": ("ayah", "bapak", "father"),
    "mother": ("ibu", "mother"),
    "parent": ("orang tua", "ortu", "parent"),
    "guardian": ("wali", "kakek", "nenek", "paman", "bibi", "kakak", "guardian"),
    "self": ("yang bersangkutan", "sendiri", "self"),
}
_MOST_AT_HOME = 50
_UNITS = re.compile(r"\s*(?:buah|unit|orang|anak|hp)$")
_BETWEEN = re.compile(r"[-_\s/]+")


def _by_word(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: value for value, spellings in words.items() for word in spellings}


_DEVICE_WORDS, _INTERNET_WORDS, _RELATION_WORDS = _by_word(_DEVICE), _by_word(_INTERNET), _by_word(_RELATION)


def device_of(value: CellValue) -> str | None:
    """`none`, `shared` or `own`: the device that a pupil learns with, or a teacher's laptop or PC."""
    return _found(value, _DEVICE_WORDS)


def internet_of(value: CellValue) -> str | None:
    """`none`, `quota` or `fixed`."""
    return _found(value, _INTERNET_WORDS)


def relation_of(value: CellValue) -> str | None:
    """Who agreed: `father`, `mother`, `parent`, `guardian`, `self`."""
    return _found(value, _RELATION_WORDS)


def number_at_home(value: CellValue, lowest: int) -> int | None:
    """How many devices or learners are at home, from `lowest` to 50; None where the cell holds no such number. 0 is one."""
    if value is None:
        return None
    digits = _UNITS.sub("", text_of(value).lower())
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else None
    return number if number is not None and lowest <= number <= _MOST_AT_HOME else None


def _found(value: CellValue, words: dict[str, str]) -> str | None:
    if value is None:
        return ""
    text = _BETWEEN.sub(" ", filled(value).lower()).strip(" .")
    if not text or text == "belum diisi":
        return ""
    return words.get(text.replace("wi fi", "wifi"))
