from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.territories.loading import BoundaryFileUnreadable, load_boundaries


class Command(BaseCommand):
    help = "Load outlines of areas from a GeoJSON file (properties.kode: official code). The map shows them at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            if not path.is_file():
                raise CommandError(f"{path}: no such file")
            try:
                count, unknown = load_boundaries(path)
            except BoundaryFileUnreadable as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{path.name}: {count} outlines")
            if unknown:
                self.stderr.write(
                    f"{path.name}: unknown codes, left out: {', '.join(unknown[:20])} ({len(unknown)} in all)"
                )
