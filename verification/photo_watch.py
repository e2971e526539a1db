"""Which photos wait for the worker, and how long: for the task that looks at them and for the health page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from verification.actions.process_photo import process_photo
from verification.models import Photo
from verification.states import PhotoState

logger = logging.getLogger(__name__)
# One task does not keep a worker for an hour; the next one goes on.
AT_ONCE = 200


def kinds() -> list[type[Photo]]:
    """Every table of photos."""
    return [model for model in apps.get_models() if issubclass(model, Photo)]


def look(now: datetime | None = None) -> int:
    """Look at every photo whose turn it is; returns how many were finished. One that fails does not hold up the others."""
    return sum(_look_at(photo, now) for photo in islice(_due(now or timezone.now()), AT_ONCE))


def _due(now: datetime) -> Iterator[Photo]:
    for kind in kinds():
        yield from list(kind._base_manager.filter(kind.due(now)).order_by("pk")[:AT_ONCE])


def _look_at(photo: Photo, now: datetime | None) -> bool:
    try:
        return process_photo(photo, now=now) is not None
    except Exception:
        # It is taken for some minutes now; the sweep comes back to it.
        logger.exception("a photo could not be looked at: %s %s", photo._meta.label, photo.pk)
        return False


def waiting_since() -> datetime | None:
    """When the photo that waits longest came; None when none waits."""
    due = [kind._base_manager.filter(kind.due(timezone.now()), state=PhotoState.RECEIVED) for kind in kinds()]
    times = [photos.aggregate(first=Min("created_at"))["first"] for photos in due]
    return min((time for time in times if time is not None), default=None)


def held_count() -> int:
    """How many wait for the virus scanner."""
    return sum(kind._base_manager.filter(state=PhotoState.QUARANTINED, refused_code="").count() for kind in kinds())
