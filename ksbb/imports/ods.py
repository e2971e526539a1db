"""OpenDocument spreadsheets (.ods, LibreOffice): one part of a ZIP container, gone over as a stream of elements.

Nothing is kept but the cells' values. Source: OASIS OpenDocument 1.3, part 3, sections 9.1 (tables) and 19.385 (values).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from ksbb.imports.cells import CellValue, date_of
from ksbb.imports.layout import LaidOut, Layout
from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError, refusal
from ksbb.imports.xlsx_bounds import check_plain_xml
from ksbb.imports.zip_parts import DAMAGE, check_ratio, parts_of, unpacked

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_CONTENT, _MANIFEST, _TYPE = "content.xml", "meta-inf/manifest.xml", "mimetype"
_MACROS = ("basic/", "scripts/")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_SHEETS = 20
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_LINKS = frozenset({"table:table-source", "table:cell-range-source", "table:dde-link", "office:dde-source"})
# Text in these stands beside the cell, not in it.
_ASIDE = frozenset({"office:annotation", "table:shapes", "draw:frame", "draw:custom-shape", "draw:g", "text:note"})
_MOST_BLANKS = 1000
_ENDLESS_TAG = re.compile(rb"<[^<>]{65536}")

Attributes = dict[str, str]


def open_ods(data: bytes, limits: Limits) -> list[LaidOut]:
    """The visible sheets in their order. Raises SheetRefused for what is locked, damaged, linked or beyond the limits."""
    try:
        document = _Document(limits)
        document.read(_content(data, limits))
    except TooFarError as error:
        raise refusal(error.what, limits) from error
    except (*DAMAGE, expat.ExpatError) as error:
        raise refusal("broken", limits) from error
    return document.sheets


def _content(data: bytes, limits: Limits) -> bytes:
    """The one part that holds the cells, measured before it is unpacked."""
    parts = parts_of(data, limits)
    if any(name.startswith(_MACROS) and not name.endswith("/") for name in parts):
        raise TooFarError("macros")
    check_ratio([parts[name] for name in (_CONTENT, _MANIFEST, _TYPE) if name in parts], limits)
    if _MANIFEST in parts and b"encryption-data" in unpacked(data, parts[_MANIFEST], limits.other_part_bytes):
        raise TooFarError("encrypted")
    if _CONTENT not in parts or (_TYPE in parts and not unpacked(data, parts[_TYPE], 1000).startswith(MIMETYPE)):
        raise TooFarError("other")
    xml = unpacked(data, parts[_CONTENT], limits.unpacked_bytes)
    check_plain_xml(xml)
    if xml.count(b"<") > limits.cells * 3 or _ENDLESS_TAG.search(xml):
        raise TooFarError("cells")
    return xml


class _Document:
    """Listens to the elements of one document and lays out its sheets."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[LaidOut] = []
        self._limits = limits
        self._hidden: set[str] = set()
        self._style = self._name = self._table_style = ""
        self._layout: Layout | None = None
        self._rows_alike = 1
        self._cell: Attributes | None = None
        self._text: list[str] = []
        self._paragraphs = self._aside = 0
        self._in_paragraph = False
        self._openers: dict[str, Callable[[Attributes], None]] = {
            "style:style": self._open_style,
            "style:table-properties": self._open_properties,
            "table:table": self._open_table,
            "table:table-row": self._open_row,
            **dict.fromkeys(_CELLS, self._open_cell),
            "text:p": self._open_paragraph,
            "text:s": self._blanks,
            "text:tab": lambda _attributes: self._characters("\t"),
            "text:line-break": lambda _attributes: self._characters("\n"),
            **dict.fromkeys(_LINKS, _refuse_link),
        }
        self._closers: dict[str, Callable[[], None]] = {
            "table:table": self._close_table,
            "table:table-row": self._close_row,
            **dict.fromkeys(_CELLS, self._close_cell),
            "text:p": self._close_paragraph,
        }

    def read(self, xml: bytes) -> None:
        """Go over the whole document. Raises TooFarError, or ExpatError where it is no XML."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: Attributes) -> None:
        short = _short(name)
        # A table inside a cell, a note or a shape is passed over with all that it holds.
        if self._aside or short in _ASIDE or (self._cell is not None and short == "table:table"):
            self._aside += 1
        elif opener := self._openers.get(short):
            opener(attributes)

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif closer := self._closers.get(_short(name)):
            closer()

    def _characters(self, text: str) -> None:
        if self._in_paragraph and not self._aside:
            self._text.append(text)

    def _open_style(self, attributes: Attributes) -> None:
        self._style = _told(attributes, "style:name")

    def _open_properties(self, attributes: Attributes) -> None:
        if _told(attributes, "table:display") == "false":
            self._hidden.add(self._style)

    def _open_table(self, attributes: Attributes) -> None:
        self._layout = Layout(self._limits)
        self._name, self._table_style = _told(attributes, "table:name"), _told(attributes, "table:style-name")

    def _close_table(self) -> None:
        if self._layout is not None and self._table_style not in self._hidden and len(self.sheets) < _SHEETS:
            self.sheets.append(LaidOut(self._name, self._layout.rows))
        self._layout = None

    def _open_row(self, attributes: Attributes) -> None:
        self._rows_alike = _count(_told(attributes, "table:number-rows-repeated"))

    def _close_row(self) -> None:
        if self._layout is not None:
            self._layout.end_row(self._rows_alike)

    def _open_cell(self, attributes: Attributes) -> None:
        self._cell, self._text, self._paragraphs = attributes, [], 0

    def _close_cell(self) -> None:
        if self._layout is not None and self._cell is not None:
            alike = _count(_told(self._cell, "table:number-columns-repeated"))
            self._layout.cell(_value(self._cell, "".join(self._text)), alike)
        self._cell = None

    def _open_paragraph(self, _attributes: Attributes) -> None:
        self._in_paragraph = self._cell is not None
        self._paragraphs += 1
        if self._paragraphs > 1:
            self._characters("\n")

    def _close_paragraph(self) -> None:
        self._in_paragraph = False

    def _blanks(self, attributes: Attributes) -> None:
        self._characters(" " * min(_count(_told(attributes, "text:c")), _MOST_BLANKS))


def _value(cell: Attributes, text: str) -> CellValue:
    kind = _told(cell, "office:value-type")
    if kind in ("float", "percentage", "currency"):
        return _number(_told(cell, "office:value"), text)
    if kind == "date":
        return date_of(_told(cell, "office:date-value")) or text
    if kind == "boolean":
        return _told(cell, "office:boolean-value") == "true"
    return _told(cell, "office:string-value") or text


def _number(written: str, text: str) -> CellValue:
    try:
        return float(written)
    except ValueError:
        return text


def _refuse_link(_attributes: Attributes) -> None:
    raise TooFarError("links")


def _count(written: str) -> int:
    return int(written[:12]) if written.isascii() and written.isdecimal() else 1


@lru_cache(maxsize=512)
def _short(name: str) -> str:
    """`table:table-row` for the full name of an element, whatever prefix the document uses."""
    space, _, local = name.rpartition(" ")
    return f"{space.removeprefix(_NAMESPACE).partition(':')[0]}:{local}" if space.startswith(_NAMESPACE) else ""


@lru_cache(maxsize=64)
def _full(short: str) -> str:
    space, _, local = short.partition(":")
    return f"{_NAMESPACE}{space}:1.0 {local}"


def _told(attributes: Attributes, short: str) -> str:
    return attributes.get(_full(short), "")
