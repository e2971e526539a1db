"""The benchmark of proof runs at a small size and says what it promises to say; how long it takes is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

LIKE = {"bench", "case", "rows", "seconds", "limit_seconds", "ratio", "peak_mb"}
CASES = [
    "false flags",
    "copies found: mirrored",
    "copies found: screenshot",
    "as skewed as pictures",
    "evenly random",
    "queue, first page, its statements",
    "queue, page in the middle, through the test client",
    "report page",
    "devices handed over, 8 clients",
    "devices verified, 8 clients",
    "four numbers of /angka/",
    "promises, 8 clients",
    "the request / a plain upload",
    "the worker's part for a photo",
    "BAST of a pupil's device",
    "papers of a handover",
    "verifying a report",
]


def lines_of(file: Path) -> list[dict]:
    """In one run: migrating a database for each part would be most of the time."""
    small = ["--rows", "1000", "--repeats", "1", "--pictures", "20", "--json", str(file)]
    command = [sys.executable, "-m", "benchmarks.proof", *small]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [json.loads(line) for line in file.read_text().splitlines()] == lines
    return lines


def test_every_part_prints_its_lines(tmp_path: Path) -> None:
    lines = lines_of(tmp_path / "lines.json")
    assert all(set(line) >= LIKE and line["bench"] == "proof" and line["seconds"] >= 0 for line in lines)
    told = " ".join(line["case"] for line in lines)
    assert [case for case in CASES if case not in told] == []
    # Speed is not judged here; what must never happen is, and what promise 33 says.
    never = ("deadlocks", "drift", "differs", "wrong", "false")
    assert [line["case"] for line in lines if any(line.get(name) for name in never)] == []
    assert [line["case"] for line in lines if line.get("found_percent", 100) < 95] == []
