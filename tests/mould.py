"""The empty migrated database, made once and copied: the migrations take longer than most files of tests.

Beside the tests' databases the cluster of a run gets one that is only migrated, and every process of a parallel run copies it. A
dump of it stays in the folder for data, so that the next run does not migrate at all. Its name tells all that it is made from: the
migrations, the code of ours that they import, and the pinned packages; when one of these changes there is another mould.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from launch.layout import state_dir

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ksbb", "schools", "recipients", "donations", "verification")
MIGRATIONS = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("migrations/*.py"))
LOCK = 0x6D6F756C64  # "mould": two processes of a run make it once
KEPT = 3  # of dumps: one for each branch that somebody works on


def made(url: str) -> str:
    """Name of a migrated database in the cluster behind `url` (of any database there); it is made when it is not there."""
    name = f"ksbb_mould_{key(MIGRATIONS)}"
    with closing(psycopg.connect(url, autocommit=True)) as line:
        line.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back with the connection
        if not line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make(line, urlsplit(url)._replace(path=f"/{name}").geturl(), name)
    return name


def key(files: Iterable[Path]) -> str:
    """Of everything that the mould is made from: these files, what they import of ours, and the packages."""
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for file in sorted(_with_what_they_import(files)):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _make(line: psycopg.Connection, url: str, name: str) -> None:
    """Under a provisional name until it is whole: one that was interrupted is never taken for it."""
    fresh, dump = f"{name}_new", state_dir() / "moulds" / f"{name}.dump"
    for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
        line.execute(sql.SQL(statement).format(sql.Identifier(fresh)))
    at = urlsplit(url)._replace(path=f"/{fresh}").geturl()
    if not _restored(at, dump):
        _run([sys.executable, "manage.py", "migrate", "--verbosity=0"], DATABASE_URL=at)
        _keep(at, dump)
    line.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(name)))


def _restored(url: str, dump: Path) -> bool:
    return dump.exists() and _run([_tool("pg_restore"), "--no-owner", "--exit-on-error", "-d", url, str(dump)])


def _keep(url: str, dump: Path) -> None:
    """Only the newest stay. A server of somebody else's may be newer than our tools: then nothing is kept."""
    dump.parent.mkdir(parents=True, exist_ok=True)
    fresh = dump.with_suffix(f".{os.getpid()}")
    if os.environ.get("KSBB_PG_BIN") and _run([_tool("pg_dump"), "-Fc", "-Z1", "-f", str(fresh), url], check=False):
        fresh.replace(dump)
    fresh.unlink(missing_ok=True)
    for old in sorted(dump.parent.glob("*.dump"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink()


def _tool(name: str) -> str:
    return str(Path(os.environ.get("KSBB_PG_BIN", "")) / name)


def _run(command: list[str], *, check: bool = True, **more: str) -> bool:
    return subprocess.run(command, cwd=ROOT, env=os.environ | more, check=check).returncode == 0


def _with_what_they_import(files: Iterable[Path]) -> set[Path]:
    found, waiting = set[Path](), list(files)
    while waiting:
        if (file := waiting.pop()) not in found:
            found.add(file)
            waiting += [module for name in _imports(file) if (module := _file_of(name)) is not None]
    return found


def _imports(file: Path) -> Iterator[str]:
    """Names of our modules, also of what may be one: `from ksbb.common import sealing`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _file_of(name: str) -> Path | None:
    if name.split(".")[0] not in PACKAGES:
        return None
    path = ROOT.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)
