"""PostgreSQL's own programs, and their words when something goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections

CONNECTION = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
LONGEST_TROUBLE = 600


def program(name: str) -> str:
    """The path of `pg_dump` or `pg_restore`: in KSBB_PG_BIN, else on the PATH."""
    folder = settings.PG_BIN_DIR
    found = str(Path(folder) / name) if folder else shutil.which(name)
    if not found or not Path(found).exists():
        raise CommandError(
            f"{name} was not found. Install PostgreSQL's client programs (of the server's version or newer), "
            "or name their folder in KSBB_PG_BIN."
        )
    return found


def run(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the portal's database. The password goes by environment, never by argument."""
    command: Sequence[str] = [program(name), *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise CommandError(f"{name} ended with {done.returncode}: {done.stderr.strip()[-LONGEST_TROUBLE:]}")


def environment() -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs want to be told."""
    told: dict[str, Any] = connections["default"].settings_dict
    where = {name: str(told[key]) for key, name in CONNECTION.items() if told.get(key)}
    options = {"PGSSLMODE": told["OPTIONS"]["sslmode"]} if "sslmode" in told.get("OPTIONS", {}) else {}
    return os.environ | where | options
