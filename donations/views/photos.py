"""The photo of a device as an answer; whoever calls has found it for the reader."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse


def photo_answer(photo: FieldFile, *, name: str = "gawai.jpg") -> HttpResponse:
    """Never kept by anybody on the way, never run by a browser."""
    with photo.open("rb") as stream:
        headers = {
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return HttpResponse(stream.read(), content_type="image/jpeg", headers=headers)
