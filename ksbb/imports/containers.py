"""What a file is, told by its first bytes; the name it carries is never believed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.imports.limits import SheetRefused

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BINARY = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "GZIP",
}
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<workbook", b"<table")
# Control characters that no text file holds (tab, line feed, carriage return and escape left out).
_CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})


def format_of(data: bytes) -> str:
    """`xlsx` for any ZIP container, `csv` for text. Raises SheetRefused for everything else, with the way out."""
    if not data.strip(b"\x00 \t\r\n"):
        raise SheetRefused("empty_file", _("Berkas ini kosong. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."))
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(OLE):
        raise _old_or_locked(data)
    for magic, name in _BINARY.items():
        if data.startswith(magic):
            raise _not_a_sheet(name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower().startswith(_MARKUP):
        raise SheetRefused(
            "old_format",
            _(
                "Berkas ini berakhiran .xls, tetapi isinya bukan Excel. Buka di Excel atau LibreOffice, "
                "pilih Simpan Sebagai › Excel (.xlsx), lalu unggah berkas yang baru."
            ),
        )
    if not _is_text(data):
        raise _not_a_sheet("")
    return "csv"


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(data) % 2 == 0
    return len(data) == len(data.translate(None, _CONTROL))


def _old_or_locked(data: bytes) -> SheetRefused:
    # An encrypted workbook is an OLE container with this stream; its name stands in UTF-16 in the directory.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted()
    return SheetRefused(
        "old_format",
        _(
            "Berkas ini berformat Excel lama (.xls). Buka di Excel atau LibreOffice, pilih Simpan Sebagai › "
            "Excel (.xlsx), lalu unggah berkas yang baru."
        ),
    )


def encrypted() -> SheetRefused:
    """The refusal of a file behind a password."""
    return SheetRefused(
        "encrypted",
        _("Berkas ini dikunci dengan kata sandi. Buka kuncinya di Excel, simpan tanpa kata sandi, lalu unggah lagi."),
    )


def _not_a_sheet(name: str) -> SheetRefused:
    if name:
        reason = _("Berkas ini adalah %(format)s, bukan lembar kerja. Unggah berkas Excel (.xlsx) dari Dapodik.") % {
            "format": name
        }
    else:
        reason = _("Berkas ini bukan lembar kerja. Unggah berkas Excel (.xlsx) dari Dapodik.")
    return SheetRefused("not_a_sheet", reason)
