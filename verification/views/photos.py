"""Photos, one by one, only to those who may see them: an address that is passed on opens nothing without a session of such a
person (promise 34), and what the worker has not made harmless is nobody's to see.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from verification.actions.open_evidence import open_evidence
from verification.models import DraftPhoto, Evidence
from verification.models.photo import Photo
from verification.states import PhotoState

SMALL, LARGE = "kecil", "besar"
SIZES = {SMALL: "thumbnail", LARGE: "photo"}


@require_GET
def evidence_photo(request: ActorRequest, public_id: UUID, size: str) -> HttpResponse:
    seen = Evidence.objects.visible_to(request.actor).select_related("report__handover__school")
    evidence = get_object_or_404(seen, public_id=public_id)
    response = served(evidence, size)
    if size == LARGE:
        open_evidence(evidence=evidence, actor=request.actor)
    return response


@require_GET
def draft_photo(request: ActorRequest, public_id: UUID, size: str) -> HttpResponse:
    return served(get_object_or_404(DraftPhoto.objects.visible_to(request.actor), public_id=public_id), size)


def served(photo: Photo, size: str) -> HttpResponse:
    """The bytes that we encoded ourselves, so told that a browser takes them for a picture and nothing else."""
    if size not in SIZES or photo.state != PhotoState.CLEAN:
        raise Http404
    try:
        with getattr(photo, SIZES[size]).open() as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = f'inline; filename="{photo.public_id}.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
