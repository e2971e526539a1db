"""What the last start prepared. A start of Django costs seconds, and mostly nothing has changed since."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from launch.install import lock_hash
from launch.layout import ROOT

FILE = "prepared.json"
_ASIDE = {"tests", "benchmarks", "docs", "static", "templates", "node_modules", "var", "__pycache__"}


def mark(database_url: str, port: int) -> str:
    """A fingerprint of code, packages, cluster and address; another one means: prepare again."""
    cluster = urlsplit(database_url).password  # random, and a new one for every new cluster
    parts = [lock_hash(), str(cluster), str(port)]
    for path in _code():
        seen = path.stat()
        parts.append(f"{path} {seen.st_size} {seen.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _code() -> Iterator[Path]:
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in _ASIDE and not name.startswith("."))
        yield from (Path(folder, file) for file in sorted(files) if file.endswith(".py"))


def recall(folder: Path, fingerprint: str) -> str | None:
    """The sign-ins of the last start, if it prepared exactly this; else None."""
    try:
        note = json.loads((folder / FILE).read_text())
        return str(note["sign_ins"]) if note["mark"] == fingerprint else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(folder: Path, fingerprint: str, sign_ins: str) -> None:
    """Called when everything is prepared."""
    (folder / FILE).write_text(json.dumps({"mark": fingerprint, "sign_ins": sign_ins}))


def forget(folder: Path) -> None:
    """Called before anything that may change the database behind the demo's back."""
    (folder / FILE).unlink(missing_ok=True)
