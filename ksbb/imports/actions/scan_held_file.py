"""The worker asks the scanner about a file in quarantine, later and later while it does not answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ksbb.authority.actors import SYSTEM
from ksbb.common import scanning, sealing
from ksbb.common.after_commit import after_commit
from ksbb.common.states import move
from ksbb.imports.actions.report_infected import report_infected
from ksbb.imports.models import HeldFile
from ksbb.imports.states import HELD_MOVES, HeldState

TAKEN_FOR = timedelta(minutes=5)


def scan_held_file(held: HeldFile, *, now: datetime | None = None) -> str | None:
    """Its state after this try; None when it is nobody's turn now. Nothing is locked while the scanner is asked."""
    now = now or timezone.now()
    mine = HeldFile.objects.waiting().filter(pk=held.pk, next_try_at__lte=now)
    if not mine.update(next_try_at=now + TAKEN_FOR, tries=F("tries") + 1):
        return None
    held.refresh_from_db()
    try:
        with held.file.open("rb") as stream:
            found = scanning.scan(sealing.unseal_bytes(stream.read())) if scanning.is_on() else ""
    except scanning.ScannerDown:
        HeldFile.objects.waiting().filter(pk=held.pk).update(next_try_at=now + scanning.pause_after(held.tries))
        return HeldState.HELD
    except FileNotFoundError:
        HeldFile.objects.filter(pk=held.pk).delete()
        return None
    return _write(held, found)


@transaction.atomic
def _write(held: HeldFile, virus: str) -> str:
    if virus:
        move(held, HeldState.INFECTED, HELD_MOVES, virus=virus[:80], next_try_at=None)
        report_infected(held, actor=SYSTEM)
    elif held.wanted_by is not None:
        move(held, HeldState.CLEAN, HELD_MOVES, next_try_at=None)
    else:
        # Its digest is enough: the sender sends it again.
        name = str(held.file.name)
        move(held, HeldState.CLEAN, HELD_MOVES, next_try_at=None, file="")
        after_commit(default_storage.delete, name)
    return held.state
