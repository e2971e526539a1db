"""Make every run that is due."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from ksbb.operation.actions.run_checkup import run_checkup
from ksbb.operation.checkups import asked_for, due
from ksbb.operation.models import Checkup

logger = logging.getLogger(__name__)


def keep_schedule() -> list[Checkup]:
    """Those that were made. One that fails does not keep the others from their turn; it is tried again the next night."""
    made = []
    for kind in asked_for():
        newest = Checkup.objects.filter(kind=kind).order_by("-pk").first()
        last = timezone.localtime(newest.began_at) if newest else None
        if due(timezone.localtime(), last, hour=settings.NIGHT_HOUR):
            try:
                made.append(run_checkup(kind))
            except (CommandError, DatabaseError, OSError):
                logger.exception("the scheduled run %s failed", kind.value)
    return [run for run in made if run]
