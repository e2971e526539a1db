"""manage.py backup: database and private files into one folder, keys apart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.operation import backing_up, keys
from ksbb.operation.manifest import DATABASE, FILES


class Command(BaseCommand):
    help = (
        "Back up the database and the private files into a new folder of FOLDER. Keys are never in it: see --keys-to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept; the new one is named by its time (UTC)")
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards delete all but the newest N backups here")
        parser.add_argument(
            "--keys-to", type=Path, metavar="FILE", help="write the keys into FILE too, which must lie elsewhere"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        into: Path = options["folder"].resolve()
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep must leave at least one backup.")
        if options["keys_to"]:
            self._write_keys(options["keys_to"].resolve(), into)
        began = time.monotonic()
        whole, told = backing_up.back_up(into)
        megabytes = sum((whole / name).stat().st_size for name in (DATABASE, FILES)) / 1_000_000
        self.stdout.write(
            f"{whole}: {sum(told.rows.values())} rows, {told.files} files, {megabytes:.1f} MB, {time.monotonic() - began:.1f} s"
        )
        if options["keep"]:
            for gone in backing_up.prune(into, keep=options["keep"]):
                self.stdout.write(f"deleted {gone}")

    def _write_keys(self, file: Path, into: Path) -> None:
        if file.is_relative_to(into):
            raise CommandError("Keys beside the backup open it for whoever finds it. Name a file in another place.")
        try:
            keys.write_keys(file)
        except FileExistsError as error:
            raise CommandError(f"{file} exists already; keys are never overwritten.") from error
        self.stdout.write(f"{file}: the keys. Keep this file away from the backups, and away from this machine.")
