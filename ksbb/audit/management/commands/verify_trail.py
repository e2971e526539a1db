"""Recompute the whole trail, its seals and its roots; exit 1 and name the first bad entry."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.audit.models import DailyRoot, Seal
from ksbb.audit.verifying import first_bad
from ksbb.common.moments import one_moment


class Command(BaseCommand):
    help = "Recompute the whole trail, its seals and its daily roots; exits 1 and names the first bad entry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--roots", type=Path, metavar="FILE", help="roots kept earlier, as /jejak/akar.json gave them"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        kept = _read(options["roots"]) if options["roots"] else []
        with one_moment():
            bad = first_bad(kept)
            seals, roots = Seal.objects.count(), DailyRoot.objects.count()
        if bad:
            self.stdout.write(f"{bad.what}: {bad.how}")
            sys.exit(1)
        self.stdout.write(f"the trail is as it was: {seals} seals, {roots} roots, {len(kept)} compared with a file")


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        roots = json.loads(path.read_text(encoding="utf-8"))["roots"]
        return [{"day": str(root["day"]), "digest": str(root["digest"])} for root in roots]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not a file of roots: {error}") from error
