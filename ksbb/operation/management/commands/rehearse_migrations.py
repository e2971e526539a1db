"""manage.py rehearse_migrations: on a copy of the base, before a release."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ksbb.operation.rehearsing import Felt, Wait, largest, outstanding, rehearse


class Command(BaseCommand):
    help = (
        "Apply the outstanding migrations to the COPY that DATABASE_URL names, while others want to read and write there, "
        "and tell how long they waited; exits 1 when somebody waited longer than --limit seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", help="the name of that database, as a proof that it is the one you mean")
        parser.add_argument("--table", action="append", dest="tables", help="watch this instead of the largest tables")
        parser.add_argument("--limit", type=float, default=2.0, help="seconds that a reader or a writer may wait (2)")

    def handle(self, *_args: Any, copy: str, limit: float, tables: list[str] | None, **_options: Any) -> None:
        if copy != connection.settings_dict["NAME"]:
            raise CommandError(f"DATABASE_URL leads to another database than “{copy}”. This migrates it: name a copy.")
        if not outstanding():
            raise CommandError("Nothing is outstanding here: restore a copy from before the release.")
        felt = rehearse(self._tell, tables or largest())
        slow = [one for one in felt if one.longest > limit]
        self.stdout.write(f"{len(felt)} migrations, {len(slow)} of them over {limit:g} s")
        if slow:
            sys.exit(1)

    def _tell(self, felt: Felt) -> None:
        locks = ", ".join(sorted(felt.locks)) or "no strong lock seen"
        self.stdout.write(
            f"{felt.name}: {felt.seconds:.2f} s; a reader {_said(felt.reader)}, a writer {_said(felt.writer)}; {locks}"
        )


def _said(wait: Wait | None) -> str:
    return f"waited {wait.seconds:.2f} s ({wait.table})" if wait else "never waited"
