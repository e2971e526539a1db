"""A backup brought back into an empty installation, and proved: sums, keys, rows, every check of the data, the trail.

Two things of the moment of the backup must not come back to life: sessions (somebody may have been shut out since) and messages
that still waited (they were very likely sent after it; sent again they would be doubles). Both are ended here.
"""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from ksbb.accounts.models import Session
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState
from ksbb.operation import counting, keys, manifest, private_files, tools
from ksbb.operation.manifest import DATABASE, FILES, Manifest

HELD = "restored: it was probably sent after the backup"


def check_place(folder: Path) -> Manifest:
    """The manifest, when all is ready for it: whole backup, right keys, empty database, no files. Else CommandError."""
    told = manifest.read(folder)
    if lacking := keys.missing(told.keys):
        raise CommandError(f"The keys do not fit this backup; missing: {', '.join(lacking)}. Nothing was changed.")
    if counting.tables():
        raise CommandError("The database is not empty. Restore into a new one (createdb), so that nothing is mixed.")
    if not private_files.are_none():
        raise CommandError(
            f"{private_files.place()} is not empty. Name another KSBB_DATA_DIR or KSBB_FILES_BUCKET, or move it aside."
        )
    return told


def bring_back(folder: Path, told: Manifest) -> None:
    """Database (all or nothing), then files; then rows and files are compared with the manifest."""
    tools.run(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
        f"--dbname={connection.settings_dict['NAME']}", str(folder / DATABASE),
    )  # fmt: skip
    unpacked = private_files.unpack(folder / FILES)
    connection.close()
    differences = counting.difference(told.rows, counting.rows())
    if unpacked != told.files:
        differences.append(f"{unpacked} files instead of {told.files}")
    if differences:
        raise CommandError("What came back is not what was backed up: " + "; ".join(differences))


def end_the_past() -> tuple[int, int]:
    """Everybody signs in anew, and nothing is sent twice. Returns ended sessions and held messages."""
    now = timezone.now()
    with transaction.atomic():
        sessions, _ = Session.objects.all().delete()
        held = Message.objects.unsent().update(state=MessageState.FAILED, failed_at=now, error=HELD)
    return sessions, held
