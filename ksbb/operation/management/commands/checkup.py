"""manage.py checkup KIND: make one run of the schedule now."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.operation.actions.run_checkup import run_checkup
from ksbb.operation.models import Checkup


class Command(BaseCommand):
    help = "Make one run of the schedule now and keep its result, as the night does: after a repair, so that its alarm ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Checkup.Kind.values)

    def handle(self, *_args: Any, **options: Any) -> None:
        run = run_checkup(Checkup.Kind(options["kind"]))
        if run is None:
            raise CommandError("Another process is at it.")
        self.stdout.write(f"{run.kind}: {'good' if run.is_good else 'not good'} {run.told}".strip())
        if not run.is_good:
            sys.exit(1)
