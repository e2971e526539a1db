"""Bytes of a text file → letters, whichever program wrote them."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from ksbb.imports.limits import SheetRefused

TWO_BYTES = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


# A file is tried piece by piece, so that its letters are never all in memory.
_PIECE = 256 * 1024


def decoded(data: bytes) -> str:
    """The whole text. Raises SheetRefused where it cannot be read."""
    return data.decode(encoding_of(data))


def encoding_of(data: bytes) -> str:
    """UTF-16 where the file says so by its mark, else UTF-8, else the cp1252 of older Windows programs. Raises SheetRefused."""
    for encoding in ["utf-16"] if data.startswith(TWO_BYTES) else ["utf-8-sig", "cp1252"]:
        if _fits(data, encoding):
            return encoding
    raise SheetRefused(
        "encoding",
        _("Huruf di dalam berkas ini tidak dapat dibaca. Simpan ulang sebagai Excel (.xlsx), lalu unggah lagi."),
    )


def _fits(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
