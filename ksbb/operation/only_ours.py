"""What waffle's own commands answer here: a switch is turned by an operator with a reason, and the trail tells of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

SAID = (
    "Features are turned on and off on /operasi/sakelar/, or by `manage.py switch NAME on|off --as EMAIL --reason …`: with a "
    "reason and an entry in the trail. This command would leave none, and does nothing."
)


class Command(BaseCommand):
    help = SAID
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("anything", nargs="*")

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv([*argv[:2], "--", *argv[2:]] if len(argv) > 2 else argv)

    def handle(self, *_args: Any, **_options: Any) -> None:
        raise CommandError(SAID)
