"""The records of an old binary workbook (BIFF 5 to 8, Excel 95 to 2003): what holds for all its sheets.

Read here and not by the reader of newer workbooks: that one reserves memory by the sizes which the file claims and copies
a shared text into each of its cells. Here a number of bytes can never make more than as many cells. Source: [MS-XLS].
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ksbb.imports.biff_texts import Span, shared_texts, text_at
from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError

BOF, EOF, CONTINUE = 0x0809, 0x0A, 0x3C
_FILEPASS, _CODEPAGE, _DATE_1904, _BOUNDSHEET, _SHARED_TEXTS = 0x2F, 0x42, 0x22, 0x85, 0xFC
_FORMAT, _STYLE, _OTHER_BOOK = 0x041E, 0xE0, 0x01AE
_KEPT = frozenset({BOF, _FILEPASS, _CODEPAGE, _DATE_1904, _BOUNDSHEET, _SHARED_TEXTS, _FORMAT, _STYLE, _OTHER_BOOK})
# A book has at most 65,536 styles; its texts of some megabytes take a thousand records.
_MOST_KEPT = 100_000
# More cells do not fit into the largest file that is taken.
_MOST_RECORDS = 1_000_000

_VERSIONS = {0x0500: 5, 0x0600: 8}
_WORKSHEET, _MACRO_SHEETS = 0, (1, 6)
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_SAYS_NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general', re.IGNORECASE)
_SAYS_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_THE_BOOK_ITSELF = (b"\x01\x04", b"\x01\x3a")  # and the functions that come with the program
_CODEPAGES = {367: "ascii", 1200: "cp1252", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}

# A spreadsheet knows no time zones.
_EPOCHS = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets share. `codepage` is "" from Excel 97 on; `sheets` are name and place of the visible worksheets."""

    codepage: str
    epoch: datetime
    texts: list[str]
    date_styles: frozenset[int]
    sheets: list[tuple[str, int]]


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Id, start and end of each record, from `at` to the end of the stream. Raises TooFarError for one that is cut off."""
    size = len(stream)
    unpack = struct.Struct("<HH").unpack_from
    left = _MOST_RECORDS
    while at + 4 <= size:
        left -= 1
        if left < 0:
            raise TooFarError("cells")
        kind, length = unpack(stream, at)
        at += 4 + length
        if at > size:
            raise TooFarError("broken")
        yield kind, at - length, at


def read_book(stream: bytes, limits: Limits) -> Book:
    """The workbook's own part, up to its first EOF.

    Raises TooFarError for a password, macros, links to another workbook, an older format, and where the file is damaged.
    """
    globals_ = _globals(stream)
    if _FILEPASS in globals_:
        raise TooFarError("encrypted")
    if any(stream[start + 2 : start + 4] not in _THE_BOOK_ITSELF for start, _end in globals_.get(_OTHER_BOOK, ())):
        raise TooFarError("links")
    codepage = _codepage(stream, globals_)
    shared = globals_.get(_SHARED_TEXTS, [])
    return Book(
        codepage,
        _EPOCHS[any(stream[start : start + 1] == b"\x01" for start, _end in globals_.get(_DATE_1904, ()))],
        shared_texts(stream, shared, limits) if shared else [],
        _date_styles(stream, globals_, codepage),
        _visible(stream, globals_.get(_BOUNDSHEET, []), codepage),
    )


def _globals(stream: bytes) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    last, kept = BOF, 0
    for kind, start, end in records(stream, 0):
        if not found and (kind != BOF or _version(stream, start, end) is None):
            raise TooFarError("old")
        if kind == EOF:
            break
        last = last if kind == CONTINUE else kind
        if last in _KEPT:
            found.setdefault(last, []).append((start, end))
            kept += 1
            if kept > _MOST_KEPT:
                raise TooFarError("broken")
    return found


def _version(stream: bytes, start: int, end: int) -> int | None:
    return _VERSIONS.get(struct.unpack_from("<H", stream, start)[0]) if end - start >= 2 else None


def _codepage(stream: bytes, globals_: dict[int, list[Span]]) -> str:
    if _version(stream, *globals_[BOF][0]) == 8:
        return ""
    start = globals_.get(_CODEPAGE, [(0, 0)])[0][0]
    number = struct.unpack_from("<H", stream, start)[0] if start else 1252
    name = _CODEPAGES.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def _visible(stream: bytes, sheets: list[Span], codepage: str) -> list[tuple[str, int]]:
    found = []
    for start, end in sheets:
        place, hidden, kind = struct.unpack_from("<IBB", stream, start)
        if kind in _MACRO_SHEETS:
            raise TooFarError("macros")
        if kind == _WORKSHEET and not hidden & 3:
            found.append((text_at(stream, start + 6, end, codepage, length_bytes=1), place))
    return found


def _date_styles(stream: bytes, globals_: dict[int, list[Span]], codepage: str) -> frozenset[int]:
    """The styles, by place, under which a number is a day."""
    formats = {}
    for start, end in globals_.get(_FORMAT, ()):
        text = text_at(stream, start + 2, end, codepage, length_bytes=1 if codepage else 2)
        formats[struct.unpack_from("<H", stream, start)[0]] = text
    styles = [struct.unpack_from("<H", stream, start + 2)[0] for start, _end in globals_.get(_STYLE, ())]
    return frozenset(at for at, style in enumerate(styles) if _is_date(style, formats))


def _is_date(style: int, formats: dict[int, str]) -> bool:
    if style not in formats:
        return style in _BUILT_IN_DATES
    return _SAYS_DATE.search(_SAYS_NO_DATE.sub("", formats[style])) is not None
