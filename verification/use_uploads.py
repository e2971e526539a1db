"""A photo of a device as it is sent: scanned where there is a scanner, made harmless, told at once when it is no good."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ksbb.common import scanning
from ksbb.common.photos import CleanPhoto, clean_photo
from ksbb.common.refusals import Refused


def clean_upload(upload: UploadedFile) -> CleanPhoto:
    """Raises Refused, also while the scanner does not answer: nothing passes unseen (promise 32)."""
    most = settings.UPLOAD_MAX_PHOTO_BYTES
    data = upload.read(most + 1)
    if len(data) <= most and scanning.is_on():
        try:
            virus = scanning.scan(data)
        except scanning.ScannerDown:
            raise Refused(_("Foto belum dapat diperiksa. Kirim lagi beberapa menit lagi.")) from None
        if virus:
            raise Refused(_("Foto ini berisi virus. Ambil foto baru dengan perangkat lain."))
    return clean_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
