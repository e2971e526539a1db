"""`python3 run bench migrations [--rows N] [--back N]`: the latest migrations of each app over N people, while others work.

The base is grown as it is now, the last `--back` migrations of every app are undone there, and done again as
`manage.py rehearse_migrations` does it. Exits 1 when a reader or a writer waited longer than two seconds.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import _base
from benchmarks._grown import CITY, grow
from benchmarks._measuring import note

if TYPE_CHECKING:
    from django.db.migrations.migration import Migration

OURS = [
    "schools",
    "recipients",
    "donations",
    "verification",
    "accounts",
    "audit",
    "imports",
    "notifications",
    "operation",
]


def main() -> None:
    """Grow, go back, and forth again under watch."""
    asked = argparse.ArgumentParser(prog="run bench migrations", description=__doc__)
    asked.add_argument("--rows", type=int, default=CITY, help="people in the register (185,000)")
    asked.add_argument("--back", type=int, default=1, help="how many migrations of each app (1)")
    told = asked.parse_args()
    _base.start()
    with _base.own_database(_base.Like(f"{told.rows} people", partial(grow, told.rows))):
        note("going back …")
        go_back(told.back)
        rehearse()


def go_back(steps: int) -> None:
    """Every app of ours back by `steps` migrations; never its first one, and none that a migration which stays stands on."""
    from django.db import connection  # noqa: PLC0415 - after the settings
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    newest = [one for one, _back in reversed(executor.migration_plan(graph.leaf_nodes(), clean_start=True))]
    undone: list[Migration] = []
    for turn in range(steps):
        for one in newest:
            taken = [other for other in undone if other.app_label == one.app_label]
            above = {child.key for child in graph.node_map[(one.app_label, one.name)].children}
            stood_on = above - {(other.app_label, other.name) for other in undone}
            if one.app_label in OURS and one not in undone and len(taken) == turn and not one.initial and not stood_on:
                undone.append(one)
    plan = [(one, True) for one in newest if one in undone]
    executor.migrate([], plan=plan)


def rehearse() -> None:
    """Forth again, with everybody at work."""
    from django.core.management import call_command  # noqa: PLC0415

    _base.sql("ANALYZE")
    with open("/proc/loadavg") as load:
        sys.stdout.write(f"load average {load.read().split()[0]} at the start\n")
    call_command("rehearse_migrations", _base.here())


if __name__ == "__main__":
    main()
