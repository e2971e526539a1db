from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.accounts.offices import load_offices


class Command(BaseCommand):
    help = (
        "Load the Sudin and their kecamatan from a CSV (columns sudin, kode_kecamatan). Running twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"{options['file']}: no such file")
        result = load_offices(options["file"])
        for problem in result.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{result.offices} Sudin, {result.districts} kecamatan, {len(result.problems)} problems")
        if result.problems and not result.offices:
            raise CommandError("nothing was loaded")
