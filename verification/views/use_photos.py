"""A device that was shown, only to those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from verification.actions.open_use_photo import open_use_photo
from verification.models import UsePhoto
from verification.states import PhotoState

SIZES = {"kecil": "thumbnail", "besar": "photo"}


@require_GET
def use_photo(request: ActorRequest, public_id: UUID, size: str) -> HttpResponse:
    """The bytes that we encoded ourselves. An office reads them when they are sent, the school also before."""
    seen = UsePhoto.objects.visible_to(request.actor).select_related("answer__round__school")
    found = get_object_or_404(seen, public_id=public_id, state=PhotoState.CLEAN)
    own = found.answer.round.school.organisation_id == request.actor.organisation_id
    if size not in SIZES or not (own or found.answer.round.state == "answered"):
        raise Http404
    try:
        with getattr(found, SIZES[size]).open() as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    if SIZES[size] == "photo":
        open_use_photo(photo=found, actor=request.actor)
    response["Content-Disposition"] = f'inline; filename="{found.public_id}.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
