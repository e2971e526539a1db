"""A backup: one folder with the database, the private files and a manifest. Keys are kept elsewhere (keys.py).

The database is dumped first, then the files: a file that a row names is written before the row and only deleted after it, so
every row of the dump finds its file unless it was erased in between.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from ksbb.operation import counting, keys, manifest, private_files, tools
from ksbb.operation.manifest import DATABASE, FILES, Manifest

PREFIX, UNFINISHED = "ksbb-", ".unfinished"
SNAPSHOT = "SELECT pg_export_snapshot(), current_setting('server_version')"


def back_up(into: Path) -> tuple[Path, Manifest]:
    """A new folder under `into`, readable by its owner alone. It has its name only when it is whole."""
    now = timezone.now()
    whole = into / f"{PREFIX}{now:%Y%m%dT%H%M%SZ}"
    folder = whole.with_name(whole.name + UNFINISHED)
    into.mkdir(parents=True, exist_ok=True)
    if whole.exists():
        raise CommandError(f"{whole} exists already.")
    folder.mkdir(mode=0o700)
    try:
        with _one_moment() as (snapshot, postgres):
            tools.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={folder / DATABASE}")
            rows, migrations = counting.rows(), counting.migrations()
        files = private_files.pack(folder / FILES)
        sums = {name: manifest.sha256(folder / name) for name in (DATABASE, FILES)}
        told = Manifest(now.isoformat(), postgres, rows, migrations, files, sums, keys.fingerprints())
        told.write(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    folder.rename(whole)
    return whole, told


def prune(into: Path, *, keep: int) -> list[Path]:
    """Delete all but the newest `keep` whole backups, and what an interrupted one left; returns what went."""
    whole = sorted(path for path in into.glob(f"{PREFIX}*Z") if (path / manifest.MANIFEST).exists())
    gone = [*whole[: max(0, len(whole) - keep)], *into.glob(f"{PREFIX}*{UNFINISHED}")]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


@contextmanager
def _one_moment() -> Iterator[tuple[str, str]]:
    """A snapshot that pg_dump shares, so that the rows counted here are those it dumps."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(SNAPSHOT)
        yield cursor.fetchone()
