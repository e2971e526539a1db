"""The benchmark of giving runs at a small size and says what it promises to say; how long it takes is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

LIKE = {"bench", "case", "rows", "seconds", "limit_seconds", "ratio", "peak_mb"}
PARTS = {
    "browse": [
        "by priority, first page",
        "by distance, middle page",
        "sums per kecamatan",
        "a school's page",
        "growth",
    ],
    "pages": ["list page", "school page", "cached: requests", "CPU of the database"],
    "pledges": ["promises at 1 ", "promises at 10 ", "promises at 100 "],
    "storm": ["100 donors on 10 units"],
    "counters": ["the UPDATE with its counts", "through the doors", "four numbers"],
    "matching": ["matching, city", "matching, nation"],
    "runs": ["matching run", "confirming a run"],
}


def lines_of(file: Path, *more: str) -> list[dict]:
    small = ["--rows", "1000", "--repeats", "1", "--rounds", "1", "--json", str(file), *more]
    command = [sys.executable, "-m", "benchmarks.giving", *small]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [json.loads(line) for line in file.read_text().splitlines()] == lines
    return lines


def test_every_part_prints_its_lines(tmp_path: Path) -> None:
    """In one run: migrating a database for each would be most of the time."""
    lines = lines_of(tmp_path / "lines.json")
    assert all(set(line) >= LIKE and line["bench"] == "giving" and line["seconds"] >= 0 for line in lines)
    told = " ".join(line["case"] for line in lines)
    assert [word for words in PARTS.values() for word in words if word not in told] == []
    # Speed is not judged here; what must never happen is.
    never = ("oversold", "undersold", "wrong", "drift", "deadlocks")
    assert [line["case"] for line in lines if any(line.get(name) for name in never)] == []


def test_a_part_runs_alone(tmp_path: Path) -> None:
    lines = lines_of(tmp_path / "lines.json", "--only", "matching")
    assert {line["case"].split(",")[0] for line in lines} == {"matching"}
