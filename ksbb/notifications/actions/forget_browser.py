"""Somebody signs out in a browser that is told of news."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.models import PushDevice


@transaction.atomic
def forget_browser(*, public_id: UUID) -> bool:
    """It is told no more. `public_id` comes from the browser's own cookie, which is the permission; False when there was none."""
    device = PushDevice.objects.filter(public_id=public_id).first()
    return device is not None and bool(forget_devices(user_id=device.user_id, only=[device.pk]))
