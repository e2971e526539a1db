"""Thin: each task names the work and calls it."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from ksbb.imports.actions.forget_held_files import forget_held_files
from ksbb.imports.actions.scan_held_file import scan_held_file
from ksbb.imports.models import HeldFile

logger = logging.getLogger(__name__)
AT_ONCE = 200


@shared_task
def look_at_held_files() -> int:
    """Files in quarantine whose turn it is; returns how many were asked about. One that fails does not hold up the others."""
    forget_held_files()
    due = list(HeldFile.objects.waiting().filter(next_try_at__lte=timezone.now()).order_by("pk")[:AT_ONCE])
    return sum(_looked_at(held) for held in due)


def _looked_at(held: HeldFile) -> bool:
    try:
        return scan_held_file(held) is not None
    except Exception:
        logger.exception("a held file could not be scanned: %s", held.pk)
        return False
