"""Bytes of a text file → letters, whichever program wrote them."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from ksbb.imports.limits import SheetRefused

TWO_BYTES = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """UTF-16 where the file says so by its mark, else UTF-8, else the cp1252 of older Windows programs."""
    for encoding in ["utf-16"] if data.startswith(TWO_BYTES) else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused(
        "encoding",
        _("Huruf di dalam berkas ini tidak dapat dibaca. Simpan ulang sebagai Excel (.xlsx), lalu unggah lagi."),
    )
