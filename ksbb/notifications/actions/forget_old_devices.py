"""What nobody signed in with for long, or what agreed under another key of ours, is thrown away."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from ksbb.notifications.channels import push
from ksbb.notifications.models import PushDevice


def forget_old_devices() -> int:
    """Returns how many. Where push has no key at all, nothing is kept for the day it gets one again but what still lives."""
    dead = Q(expires_at__lte=timezone.now())
    if push.is_on():
        dead |= ~Q(key_name=push.key_name())
    gone, _by_table = PushDevice.objects.filter(dead).delete()
    return gone
