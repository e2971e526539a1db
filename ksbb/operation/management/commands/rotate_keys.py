"""manage.py rotate_keys: seal everything under the first of KSBB_FIELD_KEYS."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ksbb.operation import rotating


class Command(BaseCommand):
    help = (
        "Seal every sealed column under the first of KSBB_FIELD_KEYS; exits 1 while anything is left under another key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only count what is left under other keys")

    def handle(self, *_args: Any, **options: Any) -> None:
        rotating.check_keys()
        left = 0
        for column in rotating.sealed_columns():
            done = 0 if options["check"] else sum(rotating.reseal(column))
            remains = rotating.left_over(column)
            left += remains
            if done or remains:
                self.stdout.write(f"{column}: {done} sealed anew, {remains} left")
        factors = rotating.reseal_factors(only_count=options["check"])
        if factors:
            self.stdout.write(f"second factors: {factors} {'left' if options['check'] else 'sealed anew'}")
            left += factors if options["check"] else 0
        if left:
            self.stdout.write(f"{left} values are under older keys: keep those keys, and run this again.")
            sys.exit(1)
        self.stdout.write("Everything is under the first key. The others may be taken out of KSBB_FIELD_KEYS.")
