"""Passwords that everybody guesses first, also in this country (promise 14). Django knows the 20,000 most common of the world."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# One word a line: Indonesian words, names, clubs, prayers and places as they stand in passwords that became known, and the words
# that lie near for this portal. Written by hand; no list of anybody's was copied.
WORDS = frozenset(
    line.strip()
    for line in (Path(__file__).with_name("usual_words.list")).read_text().splitlines()
    if line.strip() and not line.startswith("#")
)
_LEET = str.maketrans("0134578@$!", "oieastbasi")
# What is left when all usual words are taken out must have so many letters or digits of its own.
OWN = 5
# So many usual words in one sentence are not usual any more.
MANY = 5


def without_usual(password: str) -> str:
    """What of the password is neither a usual word nor repeated nor counted up."""
    low = password.lower()
    return min(_rest(low), _rest(_without_runs(low).translate(_LEET)), key=len)


def _rest(low: str) -> str:
    for word in sorted(WORDS, key=len, reverse=True):
        low = low.replace(word, " ")
    low = _without_runs(low)
    low = re.sub(r"(?:19|20)\d\d|[^a-z0-9]", "", low)
    return re.sub(r"(.)\1+", r"\1", low)


def _without_runs(low: str) -> str:
    """Without three or more keys that lie beside each other, or follow each other."""
    for run in ("1234567890", "0987654321", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"):
        for length in range(len(run), 2, -1):
            for first in range(len(run) - length + 1):
                low = low.replace(run[first : first + length], " ")
    return low


class UsualPasswordValidator:
    """Refuses usual words with a year or a number behind them, runs of the keyboard and one letter over and over."""

    def validate(self, password: str, user: object = None) -> None:
        low = password.lower()
        if len(without_usual(password)) < OWN and sum(word in low for word in WORDS) < MANY:
            raise ValidationError(
                _("Kata sandi ini termasuk yang pertama dicoba orang. Pakai beberapa kata yang tidak berhubungan."),
                code="password_usual",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai kata yang umum dengan angka di belakangnya.")
