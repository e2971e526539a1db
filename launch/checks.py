"""`run check`: what a machine can say about the code, and about what of others is in it, without running it."""

import base64
import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from launch import install
from launch.layout import ROOT, venv_dir, venv_python
from launch.trouble import Trouble

# Nothing listens on port 1: a check that wants a database is told so at once.
NO_DATABASE = "postgresql://ksbb@127.0.0.1:1/ksbb"


@dataclass(frozen=True)
class Check:
    """One program that must end with 0."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    speaks: bool = False  # its last line is shown also when all is well


def throw_away_production() -> dict[str, str]:
    """An environment that production accepts, with secrets that are forgotten at once."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "DJANGO_SETTINGS_MODULE": "ksbb.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": NO_DATABASE,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "KSBB_FIELD_KEYS": key,
        "KSBB_HASH_KEY": key,
        "KSBB_PUBLIC_URL": "https://ksbb.example",
        "ALLOWED_HOSTS": "ksbb.example",
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }


def all_checks() -> list[Check]:
    """Every check; the slowest comes first, so that the others run beside it."""
    python = ["python"]
    local = {"DJANGO_SETTINGS_MODULE": "ksbb.settings.local", "DATABASE_URL": NO_DATABASE}
    return [
        Check("mypy", [*python, "-m", "mypy", "."], {"DJANGO_SETTINGS_MODULE": "ksbb.settings.test"}),
        Check("ruff check", ["ruff", "check", ".", "run"]),
        Check("ruff format", ["ruff", "format", "--check", ".", "run"]),
        Check("djlint", ["djlint", "templates", "--lint", "--quiet"]),
        Check("import contracts", ["lint-imports"]),
        Check("missing migrations", [*python, "manage.py", "makemigrations", "--check", "--dry-run"], local),
        Check(
            "production settings",
            [*python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            throw_away_production(),
        ),
        Check("known weaknesses", [*python, "-m", "scripts.audit_packages"], speaks=True),
        Check("secrets", [*python, "-m", "scripts.scan_secrets"], speaks=True),
        Check("bill of materials", [*python, "-m", "scripts.bill_of_materials"], speaks=True),
    ]


def check(_arguments: list[str]) -> int:
    """`run check`: runs all of them and shows what the failed ones wrote."""
    install.ensure()
    failed = []
    with ThreadPoolExecutor(max_workers=3) as pool:  # one of them waits for the network
        for done in as_completed([pool.submit(_run, one) for one in all_checks()]):
            one, output, code, seconds = done.result()
            last = f"  {output.rstrip().rpartition(chr(10))[2]}" if code == 0 and one.speaks else ""
            sys.stdout.write(f"{'ok    ' if code == 0 else 'FAILED'}  {one.name}  ({seconds:.1f} s){last}\n")
            if code != 0:
                failed.append(one.name)
                sys.stdout.write(f"{output.rstrip()}\n")
            sys.stdout.flush()
    sys.stdout.write(f"Failed: {', '.join(failed)}.\n" if failed else "All checks passed.\n")
    return 1 if failed else 0


def bill_of_materials(arguments: list[str]) -> int:
    """`run sbom FILE`."""
    if len(arguments) != 1:
        raise Trouble("Which file? `python3 run sbom FILE` writes the software bill of materials there.")
    install.ensure()
    # The script stands in the project's folder; the file is where the caller stands.
    command = [venv_python(), "-m", "scripts.bill_of_materials", str(Path(arguments[0]).absolute())]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _run(one: Check) -> tuple[Check, str, int, float]:
    begin = time.monotonic()
    folder = venv_dir() / "bin"
    env = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"} | one.env
    command = [str(folder / one.command[0]), *one.command[1:]]
    done = subprocess.run(command, stdout=-1, stderr=-2, text=True, env=env, cwd=ROOT, check=False)
    return one, done.stdout, done.returncode, time.monotonic() - begin
