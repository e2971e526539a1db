"""The person has seen a message in the portal."""

from __future__ import annotations

from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.notifications.models import MessageQuerySet


def mark_read(*, messages: MessageQuerySet, actor: Actor) -> int:
    """Mark those of `messages` that are the actor's own and unread; returns how many that were."""
    own = messages.visible_to(actor).filter(read_at__isnull=True)
    return own.update(read_at=timezone.now(), updated_at=timezone.now())
