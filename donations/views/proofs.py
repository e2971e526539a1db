"""A proof as an answer; whoever calls has found it for the reader."""

from __future__ import annotations

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse

TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}


def proof_answer(proof: FieldFile, name: str) -> HttpResponse:
    """To be saved, never shown inside our pages; never kept by anybody on the way."""
    kind = PurePath(proof.name or "").suffix
    with proof.open("rb") as stream:
        headers = {
            "Content-Disposition": f'attachment; filename="{name}{kind}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return HttpResponse(stream.read(), content_type=TYPES.get(kind, "application/octet-stream"), headers=headers)
