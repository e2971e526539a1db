"""Excel workbooks: the container is judged before its content is parsed.

What is parsed is a new container, made here from the parts that were measured and from nothing else. So the reader
behind can meet no part, name or size that was not looked at, whatever a hostile directory claims.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ksbb.imports.limits import Limits
from ksbb.imports.refusals import TooFarError, refusal
from ksbb.imports.xlsx_bounds import characters_shown, check_plain_xml, measure
from ksbb.imports.zip_parts import DAMAGE, check_ratio, parts_of, unpacked

_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/dialogsheets/", "xl/ctrlprops/")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/embeddings/")
_FOLDERS = frozenset({"", "_rels", "xl", "xl/_rels", "xl/worksheets"})
_TEXTS = "xl/sharedstrings.xml"
_UNUSUAL_TEXTS = re.compile(rb"<!|<si\s*/|:si[\s/>]")
_SHEETS = 20


@dataclass(frozen=True, slots=True)
class XlsxGrid:
    """One worksheet; every call of `rows()` starts at the first row again."""

    sheet: CalamineSheet
    name: str

    @property
    def height(self) -> int:
        """How many rows there are, the empty ones above the first filled one included."""
        end = self.sheet.end
        return int(end[0]) + 1 if end else 0

    def rows(self) -> Iterator[list[Any]]:
        """Rows from row 1 and column A on, as the reader gives them."""
        start = self.sheet.start
        left = [""] * (start[1] if start else 0)
        for row in self.sheet.iter_rows():
            yield [*left, *row] if left else row


def open_xlsx(data: bytes, limits: Limits) -> Iterator[XlsxGrid]:
    """The visible worksheets in their order. Raises SheetRefused before anything is parsed where the file is unsafe."""
    try:
        inspected = _inspected(data, limits)
    except TooFarError as error:
        raise refusal(error.what, limits) from error
    except DAMAGE as error:
        raise refusal("broken", limits) from error
    yield from _worksheets(inspected, limits)


def _worksheets(inspected: bytes, limits: Limits) -> Iterator[XlsxGrid]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(inspected)) as book:
            sheets = [
                sheet
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            for sheet in sheets[:_SHEETS]:
                yield XlsxGrid(book.get_sheet_by_name(sheet.name), sheet.name)
    except (CalamineError, OSError, ValueError) as error:
        raise refusal("broken", limits) from error


def _inspected(data: bytes, limits: Limits) -> bytes:
    """The same workbook with only what a reader of values needs, uncompressed, every part measured."""
    kept = _kept(parts_of(data, limits), limits)
    budget = limits.unpacked_bytes
    lengths: list[int] = []
    cells = 0
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
        for name, entry in kept.items():
            xml = unpacked(data, entry, budget)
            budget -= len(xml)
            check_plain_xml(xml)
            if not name.startswith("xl/worksheets/") and name != _TEXTS and len(xml) > limits.other_part_bytes:
                raise TooFarError("text")
            if name == _TEXTS:
                lengths = _text_lengths(xml, limits)
            cells += measure(xml, limits)
            if cells > limits.cells:
                raise TooFarError("cells")
            _check_targets(name, xml)
            clean.writestr(zipfile.ZipInfo(entry.filename.replace("\\", "/")), xml)
    if cells * max(lengths, default=0) > limits.characters:
        _count_texts(packed, lengths, limits.characters)
    return packed.getvalue()


def _kept(parts: dict[str, zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if any(mark in name for name in parts for mark in _MACROS):
        raise TooFarError("macros")
    if any(name.startswith(_LINKS) for name in parts):
        raise TooFarError("links")
    if "encryptedpackage" in parts:
        raise TooFarError("encrypted")
    if "xl/workbook.xml" not in parts:
        raise TooFarError("old" if "xl/workbook.bin" in parts else "other")
    kept = {
        name: entry
        for name, entry in parts.items()
        if name.rpartition("/")[0] in _FOLDERS and name.endswith((".xml", ".rels"))
    }
    check_ratio(kept.values(), limits)
    return kept


def _text_lengths(xml: bytes, limits: Limits) -> list[int]:
    """The length of each shared text, markup included; where they cannot be told apart, each counts as the longest."""
    if xml.count(b"<si") + xml.count(b":si") > limits.cells:
        raise TooFarError("cells")
    lengths = [len(text) for text in xml.split(b"</si>")]
    if _UNUSUAL_TEXTS.search(xml):
        return [max(lengths)] * (xml.count(b"si") + 1)
    return lengths


def _count_texts(packed: io.BytesIO, lengths: list[int], allowed: int) -> None:
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            if name.lower().startswith("xl/worksheets/"):
                allowed -= characters_shown(archive.read(name), lengths, allowed)


def _check_targets(name: str, xml: bytes) -> None:
    """A workbook that fetches from elsewhere; an ordinary hyperlink in a cell lies in a part that is left out."""
    if name == "[content_types].xml" and b"macroEnabled" in xml:
        raise TooFarError("macros")
    if name.endswith(".rels") and b'TargetMode="External"' in xml.replace(b"'", b'"'):
        raise TooFarError("links")
