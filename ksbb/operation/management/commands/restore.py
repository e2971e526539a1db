"""manage.py restore: a backup into an empty database and an empty folder, and the proof that it is whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from ksbb.operation import counting, restoring

PROOFS = ("check_data", "verify_trail")


class Command(BaseCommand):
    help = "Restore a folder that `backup` made into an EMPTY database and folder, then check everything. Never overwrites."
    # The database is empty: nothing may ask it before.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="one backup, named ksbb-<time>")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        folder: Path = options["folder"].resolve()
        told = restoring.check_place(folder)
        self.stdout.write(f"The backup of {told.made_at} is whole and the keys fit; restoring …")
        restoring.bring_back(folder, told)
        sessions, held = restoring.end_the_past()
        self.stdout.write(
            f"{sum(told.rows.values())} rows and {told.files} files are back, {time.monotonic() - began:.1f} s. "
            f"{sessions} sessions ended, {held} messages held (see docs/operations.md)."
        )
        for proof in PROOFS:
            self.stdout.write(f"{proof}:")
            call_command(proof, stdout=self.stdout)
        if told.migrations != counting.migrations():
            self.stdout.write("The trail of migrations differs from the backup's.")
        self.stdout.write("Next: manage.py migrate, when this version is newer than the backup; then erase_expired.")
