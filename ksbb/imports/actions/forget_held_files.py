"""Clean files are not kept in quarantine: their digests are forgotten after a day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ksbb.imports.models import HeldFile
from ksbb.imports.states import HeldState

KNOWN_FOR = timedelta(days=1)


def forget_held_files() -> int:
    """Returns how many. What something still waits for stays."""
    old = HeldFile.objects.filter(state=HeldState.CLEAN, wanted_by=None, updated_at__lt=timezone.now() - KNOWN_FOR)
    return old.delete()[0]
