"""Give the application's role in the database what it needs and no more; run by the owner after every `migrate`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from ksbb.audit.privileges import grants, too_much


class Command(BaseCommand):
    help = "Give ROLE what the application needs on the tables, and nothing that rewrites the trail; exits 1 if it still could."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role in the DATABASE_URL of web, worker and beat")
        parser.add_argument("--check", action="store_true", help="change nothing, only look")

    def handle(self, *_args: Any, role: str, check: bool, **_options: Any) -> None:
        if not check:
            with transaction.atomic(), connection.cursor() as cursor:
                # Behind a long reader it gives way, instead of holding up everybody behind itself; run it again then.
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                for statement in grants(role):
                    cursor.execute(statement)
        found = too_much(role)
        for line in found:
            self.stdout.write(line)
        if found:
            sys.exit(1)
        self.stdout.write(f"{role} works with the tables and cannot rewrite the trail")
