"""manage.py migrate_gently: `migrate` while people work. It queues for no lock longer than a moment, and tries again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

# What an interrupted CREATE INDEX CONCURRENTLY leaves: it serves no question, and its name is taken.
_HALF_MADE = """
    SELECT c.oid::regclass::text
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = current_schema()
"""


class Command(BaseCommand):
    help = (
        "migrate, but a step that waits longer than --wait seconds for a lock gives way to those who queue behind it, and is "
        "tried again after a pause, --times times."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", type=float, default=2.0, help="seconds to wait for a lock (2)")
        parser.add_argument("--times", type=int, default=30, help="how often to try (30)")
        parser.add_argument("--pause", type=float, default=10.0, help="seconds between two tries (10)")

    def handle(self, *_args: Any, wait: float, times: int, pause: float, **options: Any) -> None:
        for turn in range(1, times + 1):
            try:
                self._migrate(wait, options["verbosity"])
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
            self.stdout.write(f"try {turn}: somebody else held what a migration needed; nothing of that step was done")
            if turn < times:
                time.sleep(pause)
        raise CommandError(
            "Gave up. Look for a transaction that is open for long (pg_stat_activity), then run this again."
        )

    def _migrate(self, wait: float, verbosity: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_HALF_MADE)
            for (index,) in cursor.fetchall():
                self.stdout.write(f"{index} was left half made and goes")
                cursor.execute(f"DROP INDEX CONCURRENTLY {index}")
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{round(wait * 1000)}ms"])
        try:
            call_command("migrate", interactive=False, verbosity=verbosity)
        finally:
            if connection.connection and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
