"""The one Django process before the demo answers: migrate, invent the data, tell the sign-ins.

Run by the environment's Python as `python -m launch.prepare [MARK]`; the launcher never imports it. One process, because
every start of Django costs a second. The sign-ins go to standard output, everything else to standard error.
The file MARK lies there for as long as a blank database is being filled: the next start throws a half-filled one away.
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(marks: list[Path]) -> None:
    """Bring the demo's database to where the code is."""
    django.setup()
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        for mark in marks:
            mark.touch()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        sys.stderr.write("Migrating the database …\n")
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    known = get_commands()
    if "seed_demo" in known:
        call_command("seed_demo", "--if-empty", stdout=sys.stderr)
    if "demo_signins" in known:
        call_command("demo_signins")
    for mark in marks:
        mark.unlink(missing_ok=True)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
