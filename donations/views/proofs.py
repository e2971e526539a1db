"""A proof as an answer; whoever calls has found it for the reader."""

from __future__ import annotations

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse

from ksbb.common.downloads import saved_as


def proof_answer(proof: FieldFile, name: str) -> HttpResponse:
    """To be saved, never shown inside our pages; never kept by anybody on the way."""
    kind = PurePath(proof.name or "").suffix
    with proof.open("rb") as stream:
        headers = saved_as(f"{name}{kind}") | {"Content-Security-Policy": "default-src 'none'; sandbox"}
        return HttpResponse(stream.read(), headers=headers)
