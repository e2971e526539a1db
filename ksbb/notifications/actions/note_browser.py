"""Somebody signs in, in a browser that is told of news."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.models import PushDevice


@transaction.atomic
def note_browser(*, public_id: UUID, user_id: int, sign_in: UUID) -> None:
    """The same person: it goes on, and ends with this session. Another one: the first is no longer told there."""
    device = PushDevice.objects.filter(public_id=public_id).first()
    if device is None:
        return
    if device.user_id != user_id:
        forget_devices(user_id=device.user_id, only=[device.pk])
        return
    now = timezone.now()
    until = now + timedelta(days=settings.PUSH_DAYS)
    PushDevice.objects.filter(pk=device.pk).update(sign_in=sign_in, expires_at=until, updated_at=now)
