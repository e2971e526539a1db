"""Recount every published number and every machine's invariants; exit 1 on any difference."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from verification.checks import CHECKS, Check, Found
from verification.checks.running import find


class Command(BaseCommand):
    help = "Recount every published number and every machine's invariants; exits 1 with a line for each difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
        parser.add_argument("--all", action="store_true", help="open every seal and every file, not a sample")
        parser.add_argument(
            "--only", action="append", metavar="NAME", help="only checks whose name begins so; repeatable"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        names = tuple(options["only"] or [""])
        chosen = [check for check in CHECKS if check.name.startswith(names)]
        began = time.monotonic()
        found = find(chosen, everything=options["all"])
        seconds = time.monotonic() - began
        broken = {name: one for name, one in found.items() if one.count}
        self.stdout.write(_as_json(found) if options["json"] else _as_lines(chosen, broken, seconds))
        if broken:
            sys.exit(1)


def _as_json(found: dict[str, Found]) -> str:
    return json.dumps(
        {
            "ok": not any(one.count for one in found.values()),
            "checks": {name: {"count": one.count, "samples": one.samples} for name, one in found.items()},
        },
        indent=2,
    )


def _as_lines(checks: list[Check], broken: dict[str, Found], seconds: float) -> str:
    lines = [
        f"{check.name}: {broken[check.name].count} × not so: {check.says} ({', '.join(broken[check.name].samples)})"
        for check in checks
        if check.name in broken
    ]
    summary = f"{len(checks)} checks, {len(broken)} with differences, {seconds:.1f} s"
    return "\n".join([*lines, summary])
