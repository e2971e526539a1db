"""Browsers are told nothing any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ksbb.notifications.kinds import Way
from ksbb.notifications.models import Choice, PushDevice


@transaction.atomic
def forget_devices(*, user_id: int, only: Iterable[int] | None = None, keep: Iterable[int] = ()) -> int:
    """Those of this person with the keys `only`, else all but `keep`; returns how many there were.

    With the last one go the choices for it: those messages come by mail. Who asks has been asked before: the person, the push
    service that says the browser is gone, or the end of an account or a session.
    """
    mine = PushDevice.objects.filter(user_id=user_id)
    gone, _by_table = (mine.filter(pk__in=list(only)) if only is not None else mine.exclude(pk__in=list(keep))).delete()
    if gone and not mine.exists():
        Choice.objects.filter(user_id=user_id, way=Way.PUSH).update(way=Way.MAIL, updated_at=timezone.now())
    return gone
