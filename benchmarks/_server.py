"""gunicorn with production's settings for the time of a measure, and what it uses of the processors."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import local
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks._base import rows_of
from benchmarks._crowds import Step, processor_seconds
from launch.processes import die_with_parent
from launch.services import free_port

WORKERS, THREADS, PATIENCE = 2, 8, 300.0
# As the proxy in front tells it.
HEADERS = {"X-Forwarded-Proto": "https", "Accept-Language": "id"}
_here = local()


@dataclass
class Server:
    """One gunicorn; `name` is that of its connections to the database."""

    name: str
    port: int
    pid: int

    def step(self, path: str) -> Step:
        """One request on a connection that stays open; the answer's status, in a word."""

        def get(_number: int, _turn: int) -> str:
            try:
                return self.get(path)
            except (http.client.HTTPException, OSError):
                # The server ends a connection after some time; a browser asks again, too.
                vars(_here).pop(self.name, None)
                return self.get(path)

        return get

    def get(self, path: str) -> str:
        browser: http.client.HTTPConnection | None = vars(_here).get(self.name)
        if browser is None:
            browser = vars(_here)[self.name] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        browser.request("GET", path, headers=HEADERS)
        answer = browser.getresponse()
        answer.read()
        return str(answer.status)

    def app_seconds(self) -> float | None:
        """Of the processors, so far, by the workers."""
        try:
            workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        except OSError:
            return None
        return processor_seconds(*map(int, workers))

    def database_seconds(self) -> float | None:
        """The same by the backends that serve this server."""
        pids = rows_of("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [self.name])
        return processor_seconds(*(pid for (pid,) in pids))


@contextmanager
def served(name: str, *, page_cache_seconds: int) -> Iterator[Server]:
    """The portal on the bench's database, as the container starts it."""
    port = free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks._serving",
        "DATABASE_URL": _database_url(name),
        "REDIS_URL": settings.REDIS_URL,
        "KSBB_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "KSBB_HASH_KEY": settings.HASH_KEY,
        "KSBB_PAGE_CACHE_SECONDS": str(page_cache_seconds),
    }
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "ksbb.wsgi:application", f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}",
            f"--threads={THREADS}", "--access-logfile=/dev/null", "--log-level=error", "--no-control-socket",
        ],
        cwd=settings.BASE_DIR, env=env, preexec_fn=die_with_parent(signal.SIGTERM),
    )  # fmt: skip
    server = Server(name, port, process.pid)
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if server.get("/ukur/tetap/") == "200":
                return
        except OSError:
            vars(_here).pop(server.name, None)
        time.sleep(0.1)
    raise SystemExit("bench: the server does not answer")


def _database_url(name: str) -> str:
    said = connection.settings_dict
    user, password = quote(str(said["USER"])), quote(str(said["PASSWORD"]))
    return f"postgresql://{user}:{password}@{said['HOST']}:{said['PORT']}/{said['NAME']}?application_name={name}"
