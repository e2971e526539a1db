"""Excel's XML of 2003, as Dapodik and others write it into a file named .xls, often with `<` and `&` left as they are.

So it is no XML that a parser would take. It is gone over by its few tags: what stands between `<Data>` and the next
`</Data>` is the text of a cell, whatever it looks like. No entity is ever looked up, no address opened; a file with a
document type is refused. Source: "XML Spreadsheet Reference", Microsoft, 2001.
"""

from __future__ import annotations

import re

from ksbb.imports.cells import CellValue, date_of
from ksbb.imports.layout import LaidOut, Layout
from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError, refusal
from ksbb.imports.texts import decoded

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"

_SHEETS = 20
_LONGEST_TAG = 10_000
# Possessive throughout: a tag that is never closed costs no more than its own length.
_INSIDE_TAG = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
_TAG = re.compile(rf"<!--|<(/?)(?:ss:)?(Worksheet|Row|Cell|Data)(?=[\s/>])({_INSIDE_TAG})>")
_END_OF_DATA = re.compile(r"</(?:ss:)?Data\s*+>")
_ATTRIBUTE = re.compile(r"""(?:ss:)?(Name|Index|MergeAcross|Type)\s*+=\s*+["']([^"'<]*+)["']""")
_CHARACTER = re.compile(r"&(amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LITERAL, _LITERAL_END = "<![CDATA[", "]]>"
_MARKUP = re.compile(r"</?(?:html:)?(?:B|I|U|S|Font|Sub|Sup|Span)(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})?")
_HIDDEN = re.compile(r"<(?:x:)?Visible\s*+>\s*+Sheet(?:Very)?Hidden")


def open_spreadsheetml(data: bytes, limits: Limits) -> list[LaidOut]:
    """The visible worksheets in their order. Raises SheetRefused for what is damaged, linked or beyond the limits."""
    text = decoded(data)
    try:
        _check_prologue(text)
        workbook = _Workbook(text, limits)
        workbook.read()
    except TooFarError as error:
        raise refusal(error.what, limits) from error
    return workbook.sheets


def _check_prologue(text: str) -> None:
    """What stands before the first sheet: a document type can stand nowhere else."""
    prologue = text[: max(0, text.find("Worksheet"))] or text
    if "<!DOCTYPE" in prologue or "<!ENTITY" in prologue:
        raise TooFarError("entities")
    if "SupBook>" in prologue:
        raise TooFarError("links")


class _Workbook:
    """Goes over the tags of one file from the first to the last, and lays out what stands between them."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.sheets: list[LaidOut] = []
        self._text = text
        self._limits = limits
        self._layout: Layout | None = None
        self._name = ""
        self._value: CellValue = ""
        self._merged = 0
        self._after_row = 0
        self._in_row = self._in_cell = False

    def read(self) -> None:
        """Read all sheets. Raises TooFarError("broken") where the file ends too early."""
        at = 0
        while tag := _TAG.search(self._text, at):
            at = self._step(tag)
        if self._layout is not None or self._in_row:
            raise TooFarError("broken")

    def _step(self, tag: re.Match[str]) -> int:
        """Where to go on."""
        closing, name, inside = tag[1], tag[2], tag[3]
        if name is None:  # a comment
            return self._behind("-->", tag.end())
        if len(inside) > _LONGEST_TAG:
            raise TooFarError("broken")
        told = dict(_ATTRIBUTE.findall(inside))
        if name == "Data":
            return tag.end() if closing or inside.endswith("/") else self._data(tag.end(), told, inside)
        if name == "Worksheet":
            self._close_sheet(tag.start()) if closing else self._open_sheet(told)
        elif self._layout is not None:
            if name == "Row" and not closing:
                _refuse_if_open(self._in_row)
                self._layout.skip_rows(max(0, _count(told.get("Index", "")) - 1 - self._layout.row))
                self._in_row = True
            elif not closing:
                _refuse_if_open(self._in_cell)
                self._in_cell = True
                self._layout.skip(max(0, _count(told.get("Index", "")) - 1 - self._layout.column))
                self._value, self._merged = "", _count(told.get("MergeAcross", ""))
            if closing or inside.endswith("/"):
                self._close_row(self._layout, tag.end()) if name == "Row" else self._close_cell(self._layout)
        return tag.end()

    def _open_sheet(self, told: dict[str, str]) -> None:
        if self._layout is not None:
            raise TooFarError("broken")
        self._layout, self._name = Layout(self._limits), _plain(told.get("Name", ""))

    def _close_sheet(self, at: int) -> None:
        hidden = _HIDDEN.search(self._text, self._after_row, at)
        if self._layout is not None and not hidden and len(self.sheets) < _SHEETS:
            self.sheets.append(LaidOut(self._name, self._layout.rows))
        self._layout = None

    def _close_row(self, layout: Layout, at: int) -> None:
        layout.end_row()
        self._in_row, self._after_row = False, at

    def _close_cell(self, layout: Layout) -> None:
        layout.cell(self._value)
        layout.skip(self._merged)
        self._value, self._merged, self._in_cell = "", 0, False

    def _data(self, at: int, told: dict[str, str], inside: str) -> int:
        end = _END_OF_DATA.search(self._text, at)
        if end is None:
            raise TooFarError("broken")
        raw = self._text[at : end.start()]
        self._value = _value(
            _MARKUP.sub("", raw) if "xmlns" in inside and len(raw) < _LONGEST_TAG else raw, told.get("Type", "")
        )
        return end.end()

    def _behind(self, mark: str, at: int) -> int:
        found = self._text.find(mark, at)
        if found < 0:
            raise TooFarError("broken")
        return found + len(mark)


def _refuse_if_open(is_open: bool) -> None:
    """A row inside a row or a cell inside a cell: the file was cut or made by hand."""
    if is_open:
        raise TooFarError("broken")


def _value(raw: str, kind: str) -> CellValue:
    text = _plain(raw)
    if kind == "Number" and _NUMBER.fullmatch(text.strip()):
        return int(text) if text.strip().isdecimal() else float(text)
    if kind == "DateTime":
        return date_of(text) or text
    if kind == "Boolean":
        return text.strip() == "1"
    return "" if kind == "Error" else text


def _plain(raw: str) -> str:
    """The text, with the five characters that XML names and those given by number; a lone `&` stays what it is."""
    if _LITERAL not in raw:
        return _named(raw)
    parts = raw.split(_LITERAL)
    whole = [_named(parts[0])]
    for part in parts[1:]:
        literal, _end, after = part.partition(_LITERAL_END)
        whole += [literal, _named(after)]
    return "".join(whole)


def _named(text: str) -> str:
    return _CHARACTER.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _NAMED:
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _count(written: str) -> int:
    return int(written[:12]) if written.isascii() and written.isdecimal() else 0
