"""The processes of a journey: one web (the live server of the test) and one worker; with KSBB_TOWN=2 two of each behind one door.

KSBB_TOWN=2 python3 run test tests/journeys -n 0
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.cache import cache

from ksbb.notifications.tasks import HEARTBEAT
from launch.services import free_port
from tests.waiting import database_url, wait_until

SIZE = int(os.environ.get("KSBB_TOWN", "1"))


@contextmanager
def workers(address: str, folder: Path) -> Iterator[None]:
    """As many as the town has, over the test's database, broker and files."""
    cache.delete(HEARTBEAT)
    worker = [sys.executable, "-m", "celery", "-A", "ksbb", "worker", "--pool", "solo", "--loglevel", "warning"]
    commands = {f"worker-{number}": [*worker, "-n", f"{number}@%h"] for number in range(SIZE)}
    with _running(commands, address, folder):
        wait_until(lambda: cache.get(HEARTBEAT), "the worker started")
        yield


@contextmanager
def webs(folder: Path) -> Iterator[str]:
    """The address of a door behind which the web processes take turns, one request each."""
    door, ports = free_port(), [free_port() for _each in range(SIZE)]
    address = f"http://localhost:{door}"
    web = [sys.executable, "-m", "gunicorn", "ksbb.wsgi", "--threads=4", "--keep-alive=0", "--no-control-socket"]
    with _running({f"web-{port}": [*web, f"--bind=127.0.0.1:{port}"] for port in ports}, address, folder):
        for port in ports:
            wait_until(lambda port=port: _answers(port), "the web process started")  # type: ignore[misc]
        _open_door(door, ports)
        yield address


@contextmanager
def _running(commands: dict[str, list[str]], address: str, folder: Path) -> Iterator[None]:
    env = os.environ | {"DATABASE_URL": database_url(), "KSBB_PUBLIC_URL": address, "KSBB_DATA_DIR": str(folder)}
    programs = []
    try:
        for name, command in commands.items():
            with (folder / f"{name}.log").open("w") as log:
                programs.append(
                    subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=log, stderr=subprocess.STDOUT)
                )
        yield
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait(20)


def _answers(port: int) -> bool:
    with suppress(OSError):
        line = HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", "/healthz")
        return line.getresponse().status in {200, 503}
    return False


def _open_door(door: int, ports: list[int]) -> None:
    """Hands each connection to the next web process, byte by byte; it ends with the test run."""
    turns = cycle(ports)

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await source.read(65536):
                target.write(part)
                await target.drain()
        target.close()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_connection("127.0.0.1", next(turns))
        await asyncio.gather(carry(reader, outside), carry(inside, writer))

    async def serve() -> None:
        server = await asyncio.start_server(welcome, "localhost", door)
        await server.serve_forever()

    Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    wait_until(lambda: _answers(door), "the door opened")
