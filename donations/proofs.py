"""An invoice, a transfer slip or a licence that somebody uploads: a picture encoded anew, or a PDF that runs nothing."""

from __future__ import annotations

import re
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from ksbb.common.photos import PhotoRefused, clean_photo
from ksbb.common.refusals import Refused

MOST_BYTES = 5 * 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# What a PDF can do on its own; the names may be written with escapes (ISO 32000-1, 7.3.5).
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b")


def clean_proof(data: bytes) -> ContentFile[bytes]:
    """By content, whatever its name was; under a name that says nothing. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(_("Berkas lebih dari 5 MB. Kecilkan, lalu kirim lagi."))
    if data.startswith(b"%PDF-"):
        return ContentFile(_quiet(data), f"{uuid4().hex}.pdf")
    try:
        clean = clean_photo(data, max_bytes=MOST_BYTES, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
    except PhotoRefused as no:
        if no.code == "wrong_type":
            raise Refused(_("Berkas ini bukan foto dan bukan PDF. Kirim JPEG, PNG, WebP, atau PDF.")) from None
        raise
    return ContentFile(clean.jpeg, f"{uuid4().hex}.jpg")


def _quiet(data: bytes) -> bytes:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if b"%%EOF" not in data[-2048:]:
        raise Refused(_("PDF ini rusak atau tidak lengkap. Simpan ulang, lalu kirim lagi."))
    if _ACTIVE.search(plain):
        raise Refused(_("PDF ini berisi program atau lampiran. Cetak ulang ke PDF biasa, lalu kirim lagi."))
    return data
