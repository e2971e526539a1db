"""manage.py mode: open, only to be read, or closed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ksbb.common import modes


class Command(BaseCommand):
    help = "Say or change whether the portal is open, read-only or closed. In force everywhere within two seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mode", nargs="?", choices=modes.Mode.values)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["mode"]:
            modes.change(modes.Mode(options["mode"]))
        self.stdout.write(modes.current().value)
