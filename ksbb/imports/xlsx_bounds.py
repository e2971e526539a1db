"""How far a worksheet reaches, told from its XML before anything is built from it.

The reader behind lays a worksheet out as a full rectangle from its first to its last cell: two cells, A1 and
XFD1048576, would take hundreds of gigabytes. So every part is measured first: at the speed of a regular expression
where it is written as Excel, LibreOffice, openpyxl and PhpSpreadsheet write it, with a real XML parser where not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError

_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
# Encodings in which a byte below 128 is the ASCII character, so that searching bytes is searching characters.
_ASCII_LIKE = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})


def check_plain_xml(xml: bytes) -> None:
    """Raise TooFarError: "entities" for a document type or entities, "broken" for an encoding that could hide them."""
    encoding = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf").lstrip())
    if b"\x00" in xml or (encoding and encoding[1].lower() not in _ASCII_LIKE):
        raise TooFarError("broken")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise TooFarError("entities")


def measure(xml: bytes, limits: Limits) -> int:
    """The number of cells in the part. Raises TooFarError where rows, columns or cells pass the limits."""
    if b"<!" in xml or _PREFIXED.search(xml) or _beyond(limits.rows, limits.columns).search(xml):
        return _parsed(xml, limits)
    cells = xml.count(b"<c ")
    if cells > limits.cells:
        raise TooFarError("cells")
    return cells


def characters_shown(sheet: bytes, lengths: list[int], allowed: int) -> int:
    """Characters that the cells of one sheet draw from the shared texts of these lengths.

    One text of a megabyte behind each of a million cells is small in the file and endless in memory.
    """
    drawn = 0
    digits: list[str] = []

    def start(name: str, attributes: list[str]) -> None:
        digits.clear()

    def end(name: str) -> None:
        nonlocal drawn
        if name.rpartition(":")[2] == "v" and (text := "".join(digits).strip()).isdecimal() and len(text) < 9:
            index = int(text)
            drawn += lengths[index] if index < len(lengths) else 0
            if drawn > allowed:
                raise TooFarError("text")

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = digits.append
    _run(parser, sheet)
    return drawn


def _parsed(xml: bytes, limits: Limits) -> int:
    rows = cells = widest = in_row = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal rows, cells, widest, in_row
        local = name.rpartition(":")[2]
        if local == "row":
            rows += 1
            in_row = 0
            _refuse_past(rows, _number_of(attributes), limits.rows, "rows")
        elif local == "c":
            cells += 1
            in_row += 1
            place = re.match(r"([A-Za-z]*)(\d*)", _reference(attributes))
            column, row = (_column_number(place[1]), int(place[2] or 0)) if place else (0, 0)
            _refuse_past(rows, row, limits.rows, "rows")
            _refuse_past(in_row, column, limits.columns, "columns")
            _refuse_past(cells, 0, limits.cells, "cells")

    parser = _parser()
    parser.StartElementHandler = start
    _run(parser, xml)
    return cells


def _refuse_past(counted: int, named: int, limit: int, what: str) -> None:
    if counted > limit or named > limit:
        raise TooFarError(what)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise TooFarError("entities")


def _run(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise TooFarError("broken") from error


def _reference(attributes: list[str]) -> str:
    return next((value for name, value in zip(attributes[::2], attributes[1::2], strict=True) if name == "r"), "")


def _number_of(attributes: list[str]) -> int:
    reference = _reference(attributes)
    return int(reference) if reference.isdecimal() and len(reference) < 12 else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@lru_cache(maxsize=16)
def _beyond(rows: int, columns: int) -> re.Pattern[bytes]:
    """Matches the first cell or row that is written unusually or lies beyond these limits."""
    row = _up_to(str(rows), "0", "9", "1")
    column = _up_to(_letters(columns), "A", "Z", "A")
    return re.compile(
        rf'<(?:c(?=[\s/>])(?! r="(?:{column})(?:{row})")|row(?=[\s/>])(?! r="(?:{row})"))'.encode("ascii")
    )


def _up_to(last: str, low: str, high: str, first: str) -> str:
    """A pattern for every number up to `last`, written with `low` to `high` and never beginning below `first`."""
    ways = [f"[{first}-{high}][{low}-{high}]{{{length - 1}}}" for length in range(1, len(last))]
    for place, digit in enumerate(last):
        lowest = first if place == 0 else low
        if digit > lowest:
            ways.append(f"{last[:place]}[{lowest}-{chr(ord(digit) - 1)}][{low}-{high}]{{{len(last) - place - 1}}}")
    return "|".join([*ways, last])


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
