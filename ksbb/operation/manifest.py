"""What a backup says of itself. It is written last: a folder without it is no backup."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management.base import CommandError

DATABASE, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`rows`: of every table at the moment of the dump. `sums`: SHA-256 of the parts. `keys`: fingerprints, see keys.py."""

    made_at: str
    postgres: str
    rows: dict[str, int]
    migrations: dict[str, str]
    files: int
    sums: dict[str, str]
    keys: dict[str, list[str]]

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1, sort_keys=True))


def read(folder: Path) -> Manifest:
    """The manifest of a whole and unchanged backup; CommandError when it is not one."""
    try:
        told = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"{folder} is not a whole backup: its {MANIFEST} is missing or cannot be read.") from error
    for name, wanted in told.sums.items():
        if not (folder / name).exists() or sha256(folder / name) != wanted:
            raise CommandError(f"{folder / name} is missing or was changed since the backup; take another backup.")
    return told


def sha256(file: Path) -> str:
    """Of a file of any size."""
    with file.open("rb") as read_from:
        return hashlib.file_digest(read_from, "sha256").hexdigest()
