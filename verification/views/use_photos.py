"""A device that was shown, only to those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from verification.actions.open_use_photo import open_use_photo
from verification.models import UsePhoto
from verification.states import UseRoundState
from verification.views.photos import LARGE, served


@require_GET
def use_photo(request: ActorRequest, public_id: UUID, size: str) -> HttpResponse:
    """The bytes that we encoded ourselves. An office reads them when they are sent, the school also before."""
    seen = UsePhoto.objects.visible_to(request.actor).select_related("answer__round__school")
    found = get_object_or_404(seen, public_id=public_id)
    own = found.answer.round.school.organisation_id == request.actor.organisation_id
    if not own and found.answer.round.state != UseRoundState.ANSWERED:
        raise Http404
    response = served(found, size)
    if size == LARGE:
        open_use_photo(photo=found, actor=request.actor)
    return response
