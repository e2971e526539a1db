"""The benchmark of proof runs at a small size and says what it promises to say; how long it takes is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

LIKE = {"bench", "case", "rows", "seconds", "limit_seconds", "ratio", "peak_mb"}
PARTS = {
    "likeness": [
        "false flags",
        "copies found: mirrored",
        "copies found: screenshot",
        "as skewed as pictures",
        "evenly random",
    ],
}


def lines_of(file: Path, part: str) -> list[dict]:
    small = ["--rows", "1000", "--repeats", "1", "--pictures", "40", "--json", str(file), "--only", part]
    command = [sys.executable, "-m", "benchmarks.proof", *small]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [json.loads(line) for line in file.read_text().splitlines()] == lines
    return lines


def test_copies_are_found_and_strangers_are_not(tmp_path: Path) -> None:
    lines = lines_of(tmp_path / "lines.json", "likeness")
    assert all(set(line) >= LIKE and line["bench"] == "proof" and line["seconds"] >= 0 for line in lines)
    told = " ".join(line["case"] for line in lines)
    assert [word for word in PARTS["likeness"] if word not in told] == []
    # Speed is not judged here; what promise 33 says is.
    assert [line["false"] for line in lines if "false" in line] == [0]
    assert [line["case"] for line in lines if line.get("found_percent", 100) < 95] == []
