"""Many connections at once: threads in a few processes, each with a connection of its own that stays open between the rounds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from threading import local
from typing import Any

import psycopg
from django.db import connection

from benchmarks._base import plain_connection
from launch.processes import die_with_parent

# Python runs one thread of a process at a time; more processes than processors bring nothing.
PROCESSES = 4
PATIENCE = 300.0
_TICKS = os.sysconf("SC_CLK_TCK")
_here = local()

# (which connection, how many steps it has done) → what came of it, in a word
Step = Callable[[int, int], str]


@dataclass
class Outcome:
    """What a round of a crowd came to. Seconds of processors are None where the system does not tell them."""

    seconds: float = 0.0
    words: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)
    app_cpu: float = 0.0
    database_cpu: float | None = 0.0

    @property
    def count(self) -> int:
        return sum(self.words.values())


def bare() -> psycopg.Connection[Any]:
    """The plain connection of this thread, beside Django's: what a limit is measured with."""
    found: psycopg.Connection[Any] | None = getattr(_here, "bare", None)
    if found is None:
        found = _here.bare = plain_connection()
    return found


class Crowd:
    """`width` connections that wait to be told which of `steps` to do."""

    def __init__(self, width: int, steps: dict[str, Step]) -> None:
        connection.close()
        fork = multiprocessing.get_context("fork")
        self.width = width
        together = fork.Barrier(width)
        shares = [range(first, width, min(width, PROCESSES)) for first in range(min(width, PROCESSES))]
        self._pipes: list[Connection] = []
        self._processes = []
        for share in shares:
            ours, theirs = fork.Pipe()
            process = fork.Process(
                target=_work, args=(theirs, share, steps, together, die_with_parent(signal.SIGKILL)), daemon=True
            )
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)

    def once(self, name: str) -> Outcome:
        """Everybody does the step once, in one moment."""
        return self._play(name, 0.0)

    def during(self, name: str, seconds: float, *, meanwhile: Callable[[], object] | None = None) -> Outcome:
        """Everybody does the step again and again for so long; `meanwhile` is done here, again and again."""
        return self._play(name, seconds, meanwhile)

    def _play(self, name: str, seconds: float, meanwhile: Callable[[], object] | None = None) -> Outcome:
        for pipe in self._pipes:
            pipe.send((name, seconds))
        while meanwhile and not all(pipe.poll() for pipe in self._pipes):
            meanwhile()
        found, begins, ends = Outcome(), [], []
        for pipe in self._pipes:
            if not pipe.poll(PATIENCE + seconds):
                raise SystemExit("bench: a crowd does not come to an end")
            begun, ended, words, taken, app, database = pipe.recv()
            begins.append(begun)
            ends.append(ended)
            found.words += words
            found.taken += taken
            found.app_cpu += app
            found.database_cpu = None if None in (database, found.database_cpu) else found.database_cpu + database
        found.seconds = max(ends) - min(begins)
        return found

    def close(self) -> None:
        """Ends the processes of this crowd; their connections go with them."""
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(20)
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def crowd(width: int, steps: dict[str, Step]) -> Iterator[Crowd]:
    made = Crowd(width, steps)
    try:
        yield made
    finally:
        made.close()


def _work(pipe: Connection, share: range, steps: dict[str, Step], together: Any, not_alone: Callable[[], None]) -> None:
    """One process: a thread for each connection of `share`."""
    not_alone()
    turns = dict.fromkeys(share, 0)
    with ThreadPoolExecutor(len(share)) as pool:
        while told := pipe.recv():
            name, seconds = told
            before = time.process_time()
            found = list(pool.map(partial(_thread, steps[name], seconds, together, turns), share))
            app = time.process_time() - before
            words = sum((one[2] for one in found), Counter[str]())
            taken = [each for one in found for each in one[3]]
            databases = [one[4] for one in found]
            database = None if None in databases else sum(databases)
            pipe.send((min(one[0] for one in found), max(one[1] for one in found), words, taken, app, database))
    os._exit(0)


def _thread(step: Step, seconds: float, together: Any, turns: dict[int, int], number: int) -> tuple[Any, ...]:
    connection.ensure_connection()
    backends = (connection.connection.info.backend_pid, bare().info.backend_pid)
    words, taken = Counter[str](), []
    together.wait(PATIENCE)
    spent = processor_seconds(*backends)
    begin = now = time.perf_counter()
    while True:
        words[_done(step, number, turns)] += 1
        last, now = now, time.perf_counter()
        taken.append(now - last)
        if now - begin >= seconds:
            break
    after = processor_seconds(*backends)
    return begin, now, words, taken, None if after is None or spent is None else after - spent


def _done(step: Step, number: int, turns: dict[int, int]) -> str:
    turns[number] += 1
    try:
        return step(number, turns[number])
    except Exception as error:  # noqa: BLE001 - the measure counts what came
        if not turns.get(-1):
            turns[-1] = 1
            traceback.print_exc()
        return type(error.__cause__ or error).__name__


def processor_seconds(*pids: int) -> float | None:
    """What these processes have used of the processors so far; None where the system does not tell."""
    try:
        return sum(_used(pid) for pid in pids)
    except (OSError, ValueError, IndexError):
        return None


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
