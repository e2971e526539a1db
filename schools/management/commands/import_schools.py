from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.authority.actors import SYSTEM
from ksbb.imports.reading import SheetRefused
from ksbb.territories.models import Territory
from schools.actions.load_schools import load_schools
from schools.imports import read_schools


class Command(BaseCommand):
    help = "Load the official list of schools (CSV or XLSX). Bad rows are reported by number; running twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--accept", action="store_true", help="take the schools into the programme at once")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        if not Territory.objects.exists():
            raise CommandError("there are no areas yet: run load_territories first")
        try:
            result = load_schools(
                rows=read_schools(path.read_bytes(), file_name=path.name), actor=SYSTEM, accept=options["accept"]
            )
        except SheetRefused as refusal:
            raise CommandError(refusal.reason) from refusal
        for number, reason in result.problems:
            self.stderr.write(f"row {number}: {reason}")
        for number, remark in result.remarks:
            self.stdout.write(f"row {number}: {remark}")
        self.stdout.write(
            f"{result.new} new, {result.changed} changed, {result.unchanged} unchanged, "
            f"{len(result.problems)} rows with problems, {len(result.remarks)} remarks"
        )
        if result.problems:
            raise CommandError("the rows above were left out; all others are in", returncode=2)
