"""Time and memory, ours and the limit's taken in turns; one JSON object a line."""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

# How often each thing is measured; `--repeats` sets it.
_repeats = [3]


def repeats() -> int:
    return _repeats[0]


def repeat(times: int) -> None:
    _repeats[0] = times


@dataclass
class Lines:
    """Where the results go: one JSON object a line to the standard output, and to a file when one is named."""

    bench: str
    file: str = ""
    written: list[dict[str, Any]] = field(default_factory=list)

    def write(
        self,
        case: str,
        *,
        rows: int,
        seconds: float,
        limit: float | None = None,
        peak: float | None = None,
        **more: Any,
    ) -> None:
        """`seconds` and `limit` are medians for all `rows`; `ratio` is how many times the limit; `peak` in MB over idle."""
        line = {
            "bench": self.bench,
            "case": case,
            "rows": rows,
            "seconds": round(seconds, 4),
            "limit_seconds": None if limit is None else round(limit, 4),
            "ratio": None if not limit else round(seconds / limit, 2),
            "peak_mb": None if peak is None else round(peak, 1),
            **more,
        }
        self.written.append(line)
        text = json.dumps(line)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        if self.file:
            with Path(self.file).open("a") as out:
                out.write(f"{text}\n")

    def seconds_of(self, case: str) -> float:
        """What an earlier line of this run says."""
        return next(float(line["seconds"]) for line in self.written if line["case"] == case)


def note(text: str) -> None:
    """What is going on, for whoever waits; not part of the results."""
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()


def seconds_of(step: Callable[[], object]) -> float:
    """How long `step` takes."""
    gc.collect()
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def in_turns(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each step; one of each, then the next round, so that a slow minute of the machine hits all."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _round in range(repeats()):
        for name, step in steps.items():
            times[name].append(seconds_of(step))
    return {name: statistics.median(taken) for name, taken in times.items()}


def in_child(step: Callable[[], Any]) -> Any:
    """What `step` gives, run in a process of its own: what it takes of memory is its own, whatever ran here before."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump(step(), out)
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, it is told here and ends this process only
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as told:
        text = told.read()
    _pid, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit("bench: a step in a process of its own failed")
    return json.loads(text)


def apart(step: Callable[[], object]) -> None:
    """`step` in a process of its own, with a connection of its own."""
    connection.close()

    def done() -> None:
        step()
        connection.close()

    in_child(done)


def peak_of(step: Callable[[], object]) -> tuple[float, float]:
    """(seconds, MB of resident memory at the highest moment above the start). Linux tells it; elsewhere 0 MB."""
    gc.collect()
    begin_kb = _forget_peak()
    seconds = seconds_of(step)
    return seconds, max(0.0, (_status("VmHWM") - begin_kb) / 1024)


def _forget_peak() -> float:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _status("VmHWM")
    return _status("VmRSS")


def _status(name: str) -> float:
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return float(text.split(f"{name}:")[1].split()[0])
