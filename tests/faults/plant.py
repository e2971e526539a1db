"""A portal of its own that may be broken: a cluster, a broker, web and worker processes, each killed and started at will.

It works on a copy of the tests' empty database. While it stands, the test's own Django looks into that copy, so that a test
makes its world with the factories and afterwards asks the models what is there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from celery import Celery
from django.conf import settings
from django.db import connection

from launch import services
from launch.install import Stamp
from launch.processes import Herd
from tests.waiting import database_url, wait_until

# Big enough for a machine that runs a second test suite beside this one.
PATIENCE = 120.0


class Plant:
    """The processes of one portal, by name: postgres, valkey, web-1, web-2, worker-1, … and what they are started with."""

    def __init__(self, folder: Path, stamp: Stamp) -> None:
        self.folder = folder
        self.herd = Herd(folder / "processes.json")
        self.cluster = services.Postgres(folder, stamp, lasting=False)
        self.valkey = services.Valkey(folder, stamp, lasting=False)
        self.database = self.cluster.start(self.herd, self._log("postgres"))
        self.broker = self.valkey.start(self.herd, self._log("valkey"))
        self.more: dict[str, str] = {}
        self.ports: dict[str, int] = {}
        self.pool = ""
        self.fallen: dict[str, list[str]] = {}
        self._copy_the_empty_database()

    def _copy_the_empty_database(self) -> None:
        tools = self.cluster.bin
        dump = subprocess.Popen([tools / "pg_dump", "-Fc", "-Z0", database_url()], stdout=subprocess.PIPE)
        restore = [str(tools / "pg_restore"), "--no-owner", "--no-acl", "--exit-on-error", "-d", self.database]
        subprocess.run(restore, stdin=dump.stdout, check=True)
        assert dump.wait() == 0
        # The launcher's clusters may lose their last moment in a crash; what is tested here is that nothing is lost.
        self.ask(f"ALTER DATABASE {urlsplit(self.database).path[1:]} SET synchronous_commit = on")

    def ask(self, statement: str) -> None:
        with psycopg.connect(self.database, autocommit=True) as line:
            line.execute(statement.encode())

    @contextmanager
    def held(self, statement: str, *values: object) -> Iterator[None]:
        """Rows or tables are locked by somebody else meanwhile: whoever wants them stands in the middle of a transaction."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.database) as line:
            line.execute(statement.encode(), values)
            yield
            line.rollback()

    def somebody_waits(self) -> bool:
        """Whether a process of the portal waits for such a lock."""
        with psycopg.connect(self.database, autocommit=True) as line:
            return line.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone() is not None

    @contextmanager
    def looked_into(self) -> Iterator[None]:
        """The test's own connection leads here."""
        own = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
        at = urlsplit(self.database)
        connection.close()
        connection.settings_dict.update(
            HOST=at.hostname, PORT=str(at.port), NAME=at.path[1:], USER=at.username, PASSWORD=at.password
        )
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(own)

    # --- programs ---------------------------------------------------------------------------------------------------------

    def pooled(self) -> None:
        """From now on web processes reach the database through PgBouncer, in transaction mode."""
        at, port = urlsplit(self.database), services.free_port()
        users, settings_file = self.folder / "users.txt", self.folder / "pgbouncer.ini"
        users.write_text(f'"{at.username}" "{at.password}"\n')
        settings_file.write_text(
            f"[databases]\n* = host={at.hostname} port={at.port}\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\n"
            f"unix_socket_dir=\nauth_type=plain\nauth_file={users}\npool_mode=transaction\ndefault_pool_size=4\n"
            "max_client_conn=200\nignore_startup_parameters=extra_float_digits,options\n"
        )
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        self.herd.start("pool", [program, str(settings_file)], log=self._log("pool"), user=self.cluster.user)
        wait_until(lambda: not services.can_bind(port), "PgBouncer started", PATIENCE)
        self.pool = f"postgresql://{at.username}:{at.password}@127.0.0.1:{port}{at.path}"

    def environment(self, name: str = "") -> dict[str, str]:
        pooled = {"DATABASE_URL": self.pool, "KSBB_POOLED": "1"} if self.pool and name.startswith("web") else {}
        mine = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.database,
            "REDIS_URL": self.broker,
            "KSBB_DATA_DIR": str(self.folder / "data"),
            "KSBB_PUBLIC_URL": "http://127.0.0.1",
            "PYTEST_XDIST_WORKER": "",
        }
        counted = {"PROMETHEUS_MULTIPROC_DIR": str(self.folder / f"counts-{name}")} if name.startswith("web") else {}
        return os.environ | mine | counted | self.more | pooled

    def start(self, *names: str) -> None:
        """web-N, worker-N and forking-N; all of them at once, then waited for. A forking worker lets a process of its own work,
        as in production."""
        for name in names:
            self.herd.start(
                name, self._command(name), log=self._log(name), env=self.environment(name), cwd=settings.BASE_DIR
            )
        for name in names:
            ready = self._web_answers if name.startswith("web") else self._worker_is_ready
            wait_until(lambda name=name, ready=ready: ready(name), f"{name} started", PATIENCE)  # type: ignore[misc]

    def _command(self, name: str) -> list[str]:
        if name.startswith("web"):
            self.ports[name] = services.free_port()
            bind = f"--bind=127.0.0.1:{self.ports[name]}"
            return [
                sys.executable,
                "-m",
                "gunicorn",
                "ksbb.wsgi",
                "--config=python:ksbb.serving",
                bind,
                "--workers=1",
                "--threads=8",
                "--no-control-socket",
            ]
        self._log(name).unlink(missing_ok=True)
        pool = "prefork" if name.startswith("forking") else "solo"
        celery = [sys.executable, "-m", "celery", "-A", "ksbb", "worker", "--pool", pool, "--concurrency", "1"]
        return [*celery, "-n", f"{name}@%h", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]

    def _web_answers(self, name: str) -> bool:
        with suppress(OSError, HTTPException):
            line = HTTPConnection("127.0.0.1", self.ports[name], timeout=5)
            line.request("GET", "/healthz")
            return line.getresponse().status in {200, 503}
        return False

    def _worker_is_ready(self, name: str) -> bool:
        return " ready." in self._log(name).read_text(errors="replace")

    def kill(self, name: str) -> None:
        """SIGKILL to the program and to all it has started, as the kernel does when memory ends."""
        child, _signal = self.herd.children.pop(name)
        for pid in [*_offspring(child.pid), child.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        child.wait()
        self.fallen[name] = list(map(str, child.args))  # type: ignore[arg-type]

    def kill_what_it_forked(self, name: str) -> None:
        """SIGKILL to the processes that work for it; itself goes on."""
        for pid in _offspring(self.herd.children[name][0].pid):
            os.kill(pid, signal.SIGKILL)

    def raise_postgres(self) -> None:
        """The same cluster at the same address, after its own recovery."""
        self.cluster._forget_dead_lock()  # noqa: SLF001
        log = self._log("postgres")
        command = self.fallen.pop("postgres")
        child = self.herd.start("postgres", command, log=log, cwd=self.folder, user=self.cluster.user, stop_signal=2)
        assert self.cluster._wait_until_ready(child)  # noqa: SLF001

    def raise_valkey(self) -> None:
        """The same broker at the same address, as empty as after a crash."""
        at = urlsplit(self.broker)
        lines = [f"port {at.port}", "bind 127.0.0.1", f"requirepass {at.password}", f'dir "{self.valkey.folder}"']
        config = "\n".join([*lines, "daemonize no", "appendonly no", 'save ""', 'logfile ""', ""]).encode()
        self.herd.start("valkey", [str(self.valkey.binary), "-"], log=self._log("valkey"), config=config)
        wait_until(lambda: services.pongs(int(at.port or 0), str(at.password)), "the broker started", PATIENCE)

    def end(self, *names: str) -> None:
        """These, or all; a program that was killed is gone already."""
        self.herd.stop([name for name in names or list(self.herd.children) if name in self.herd.children], 10)

    def calls(self, task: str) -> None:
        """What beat does when the time has come."""
        app = Celery("beat", broker=self.broker, set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.broker_url = self.broker
        with app.connection_for_write() as line:
            app.send_task(task, connection=line, ignore_result=True)

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command in this portal."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, env=self.environment(), cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def told(self, name: str) -> str:
        """What a program wrote, for the message of a failed test."""
        return self._log(name).read_text(errors="replace")[-4000:]


def _offspring(parent: int) -> list[int]:
    """The processes it started: PostgreSQL's each lead a group of their own."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found
