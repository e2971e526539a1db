"""What one cell says: text, number, date or yes/no, however a spreadsheet or a person wrote it.

A number stays a number (`int`, `float`) until somebody asks for its text, so that digits lost by Excel can be told
from digits that were typed. Excel keeps 15 significant digits: a 16-digit NIK stored as a number ends in a wrong 0.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

CellValue = str | int | float | bool | date | datetime | None

EMPTY_TEXTS = frozenset({"", "-", "--", "---", "–", "—", "0"})
EXCEL_DIGITS = 15

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_MOJIBAKE = re.compile("[âÃÂ]")

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_LAST_SERIAL = 2_958_465  # 9999-12-31
_MONTH_NAMES = (
    "jan",
    "feb peb",
    "mar",
    "apr",
    "mei may",
    "jun",
    "jul",
    "agu agt ags aug",
    "sep",
    "okt oct",
    "nov nop",
    "des dec",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: \d{1,2}:\d{2}.*)?")
_MONTH_NAMED = re.compile(r"(\d{1,2})[-/. ]*([A-Za-z]{3,10})\.?[-/. ]*(\d{4})")

_YES = frozenset({"ya", "y", "yes", "1", "true", "benar", "v", "✓"})
_NO = frozenset({"tidak", "t", "n", "no", "false", "bukan", "tdk", *EMPTY_TEXTS})


def clean(text: str) -> str:
    """The text in one line: any run of white space is one blank, what cannot be seen is gone."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def text_of(value: CellValue) -> str:
    """The cell as a person reads it; whole numbers without a decimal point."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def filled(value: CellValue) -> str:
    """As `text_of`, but the ways Dapodik writes "nothing" (blank, `-`, `--`, `0`) are the empty text."""
    if value is None:
        return ""
    text = clean(value) if isinstance(value, str) else text_of(value)
    return "" if text in EMPTY_TEXTS else text


def is_number(value: CellValue) -> bool:
    """Whether the cell was stored as a number, not as digits in a text."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def lost_digits(value: CellValue) -> bool:
    """Whether the spreadsheet kept fewer digits than were typed, so that the number cannot be trusted."""
    if isinstance(value, str):
        return not value.isdecimal() and _SCIENTIFIC.fullmatch(value.strip()) is not None
    return is_number(value) and bool(abs(value) >= 10**EXCEL_DIGITS)  # type: ignore[arg-type]


def mended(text: str) -> str:
    """UTF-8 that was read as cp1252 (`â€“` for a dash) put right; any other text as it is."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


@lru_cache(maxsize=256, typed=True)
def yes_or_no(value: CellValue) -> bool | None:
    """True, False (also for an empty cell), or None when it says neither."""
    text = text_of(value).casefold()
    if text in _YES:
        return True
    return False if text in _NO else None


def date_of(value: CellValue) -> date | None:
    """The date, or None when it is none or could be meant in two ways.

    Read: a date cell, an Excel serial, `2007-05-14`, `14/05/2007`, `14-05-2007`, `14.05.2007`, `14 Mei 2007`. The day
    comes first, as people here write it; a year of two digits is not guessed.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_serial(value)
    return _from_text(clean(value).strip("'"))


def _from_serial(serial: float) -> date | None:
    # Below 366 it is a day count or a typing slip, never somebody's birth.
    return _EXCEL_EPOCH + timedelta(days=int(serial)) if 366 <= serial <= _EXCEL_LAST_SERIAL else None


def _from_text(text: str) -> date | None:
    if len(text) > 40:
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        return _real(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return _real(found[3], found[2], found[1])
    if found := _MONTH_NAMED.fullmatch(text):
        return _real(found[3], str(_MONTHS.get(found[2][:3].lower(), 0)), found[1])
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _from_serial(int(text))
    return None


def _real(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
