"""What a file is, told by its first bytes; the name it carries is never believed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.imports.limits import Limits, SheetRefused
from ksbb.imports.ole import MAGIC as OLE
from ksbb.imports.refusals import refusal
from ksbb.imports.spreadsheetml import NAMESPACE
from ksbb.imports.texts import TWO_BYTES

ZIP = b"PK\x03\x04"

_BINARY = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "GZIP",
}
_MARKUP = ("<?xml", "<html", "<!doctype", "<workbook", "<table", "<!--", "<meta", "<head", "<style", "<office:")
# Control characters that no text file holds (tab, line feed, carriage return and escape left out).
_CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})
_START, _END = 4096, 70_000


def format_of(data: bytes) -> str:
    """`xlsx`, `ods`, `xls`, `spreadsheetml` or `csv`. Raises SheetRefused for everything else, with the way out."""
    if not data.strip(b"\x00 \t\r\n"):
        raise SheetRefused("empty_file", _("Berkas ini kosong. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."))
    if data.startswith(ZIP):
        return "ods" if _is_opendocument(data) else "xlsx"
    if data.startswith(OLE):
        # An encrypted workbook is an OLE container with this stream; its name stands in UTF-16 in the directory.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal("encrypted", Limits())
        return "xls"
    for magic, name in _BINARY.items():
        if data.startswith(magic):
            raise _not_a_sheet(name)
    if not _is_text(data):
        raise _not_a_sheet("")
    start = _beginning(data)
    if not start.lstrip("\ufeff \t\r\n").lower().startswith(_MARKUP):
        return "csv"
    if NAMESPACE in start:
        return "spreadsheetml"
    raise SheetRefused(
        "old_format",
        _(
            "Berkas ini berakhiran .xls, tetapi isinya halaman web, bukan lembar kerja. Buka di Excel atau LibreOffice, "
            "pilih Simpan Sebagai › Excel (.xlsx), lalu unggah berkas yang baru."
        ),
    )


def _is_opendocument(data: bytes) -> bool:
    """By the type that should stand first in the container, else by the part that holds the cells."""
    if data[30:38] == b"mimetype":
        return b"opendocument" in data[38:120]
    directory = data[-_END:]
    return b"content.xml" in directory and b"xl/" not in directory


def _beginning(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(TWO_BYTES) else "utf-8"
    return data[:_START].decode(encoding, "ignore")


def _is_text(data: bytes) -> bool:
    if data.startswith(TWO_BYTES):
        return len(data) % 2 == 0
    return len(data) == len(data.translate(None, _CONTROL))


def _not_a_sheet(name: str) -> SheetRefused:
    if name:
        reason = _("Berkas ini adalah %(format)s, bukan lembar kerja. Unggah berkas Excel (.xlsx) dari Dapodik.") % {
            "format": name
        }
    else:
        reason = _("Berkas ini bukan lembar kerja. Unggah berkas Excel (.xlsx) dari Dapodik.")
    return SheetRefused("not_a_sheet", reason)
