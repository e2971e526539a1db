"""Excel workbooks: the container is judged before its content is parsed.

What is parsed is a new container, made here from the parts that were measured and from nothing else. So the reader
behind can meet no part, name or size that was not looked at, whatever a hostile directory claims.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ksbb.imports.containers import encrypted
from ksbb.imports.limits import Limits, SheetRefused
from ksbb.imports.xlsx_bounds import TooFarError, characters_shown, check_plain_xml, measure

_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/dialogsheets/", "xl/ctrlprops/")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/embeddings/")
_FOLDERS = frozenset({"", "_rels", "xl", "xl/_rels", "xl/worksheets"})
_TEXTS = "xl/sharedstrings.xml"
_UNUSUAL_TEXTS = re.compile(rb"<!|<si\s*/|:si[\s/>]")
_DIRECTORY_BYTES = 1024 * 1024
_SHEETS = 20


@dataclass(frozen=True, slots=True)
class XlsxGrid:
    """One worksheet; every call of `rows()` starts at the first row again."""

    sheet: CalamineSheet
    name: str

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
        raise _refusal(error.what, limits) from error
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        raise _refusal("broken", limits) from error
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
        raise _refusal("broken", limits) from error


def _inspected(data: bytes, limits: Limits) -> bytes:
    """The same workbook with only what a reader of values needs, uncompressed, every part measured."""
    _check_directory(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    kept = _kept(entries, limits)
    budget = limits.unpacked_bytes
    lengths: list[int] = []
    cells = 0
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
        for entry in kept:
            xml = _unpacked(data, entry, budget)
            budget -= len(xml)
            check_plain_xml(xml)
            name = _plain_name(entry)
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


def _check_directory(data: bytes) -> None:
    """The directory is read whole by the ZIP reader: refuse one that no workbook of this size has."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0:
        raise TooFarError("broken")
    size = struct.unpack_from("<I", data, end + 12)[0]
    if size > _DIRECTORY_BYTES:
        raise TooFarError("text")


def _kept(entries: list[zipfile.ZipInfo], limits: Limits) -> list[zipfile.ZipInfo]:
    names = [_plain_name(entry) for entry in entries]
    if any(mark in name for name in names for mark in _MACROS):
        raise TooFarError("macros")
    if any(name.startswith(_LINKS) for name in names):
        raise TooFarError("links")
    if "encryptedpackage" in names or any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes * 2:
        raise TooFarError("bomb")
    if "xl/workbook.xml" not in names:
        raise TooFarError("other")
    if len(set(names)) != len(names):
        raise TooFarError("broken")
    kept = [
        entry
        for entry, name in zip(entries, names, strict=True)
        if name.rpartition("/")[0] in _FOLDERS and name.endswith((".xml", ".rels"))
    ]
    for entry in kept:
        unpacked = entry.file_size
        if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(entry.compress_size, 1):
            raise TooFarError("bomb")
    return kept


def _plain_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lower()


def _unpacked(data: bytes, entry: zipfile.ZipInfo, budget: int) -> bytes:
    """The part's real bytes, never more than `budget`; what the directory says about its size is only checked."""
    names, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + names + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = stream.decompress(packed, budget + 1)
    else:
        raise TooFarError("broken")
    if len(content) > budget:
        raise TooFarError("bomb")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise TooFarError("broken")
    return content


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


def _refusal(what: str, limits: Limits) -> SheetRefused:
    code, reason = {
        "macros": (
            "macros",
            _("Berkas ini memuat makro. Simpan sebagai Excel biasa (.xlsx) tanpa makro, lalu unggah lagi."),
        ),
        "links": (
            "external_links",
            _(
                "Berkas ini tersambung ke berkas atau alamat lain. Salin tabelnya ke lembar baru dengan "
                "Tempel Khusus › Nilai, simpan sebagai .xlsx, lalu unggah lagi."
            ),
        ),
        "entities": (
            "xml_entities",
            _("Isi berkas ini tidak wajar, jadi tidak dibuka. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."),
        ),
        "rows": (
            "too_many_rows",
            _(
                "Lembar ini memuat lebih dari %(limit)s baris, termasuk baris kosong. Hapus baris kosong di bawah "
                "tabel atau bagi menjadi beberapa berkas, lalu unggah lagi."
            )
            % {"limit": limits.rows},
        ),
        "columns": (
            "too_many_columns",
            _(
                "Lembar ini memuat lebih dari %(limit)s kolom. Hapus kolom kosong di sebelah kanan tabel, "
                "lalu unggah lagi."
            )
            % {"limit": limits.columns},
        ),
        "cells": (
            "too_many_cells",
            _("Isi berkas ini terlalu banyak. Bagi menjadi beberapa berkas, lalu unggah satu per satu."),
        ),
        "text": (
            "too_much_text",
            _("Ada sel yang isinya jauh terlalu panjang. Kosongkan sel itu, simpan, lalu unggah lagi."),
        ),
        "bomb": (
            "zip_bomb",
            _(
                "Setelah dibuka, isi berkas ini jauh lebih besar daripada yang wajar, jadi tidak dibaca. Unduh lagi "
                "dari Dapodik, lalu unggah berkas yang baru."
            ),
        ),
        "other": (
            "not_a_sheet",
            _(
                "Berkas ini bukan lembar kerja Excel. Buka di Excel atau LibreOffice, simpan sebagai .xlsx, "
                "lalu unggah berkas yang baru."
            ),
        ),
        "broken": (
            "broken",
            _("Berkas ini rusak atau tidak lengkap. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."),
        ),
    }[what]
    return SheetRefused(code, reason)
