"""The benchmark runs at a small size and says what it promises to say; how long it takes is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

LIKE = {"bench", "case", "rows", "seconds", "limit_seconds", "ratio", "peak_mb"}
PARTS = {
    "memory": ["XLSX", "CSV", "upload", "rehearsal", "applying"],
    "files": ["XLSX", "CSV", "import-export", "encryption"],
    "city": ["files: one of the last tenth"],
    "sizes": ["publish", "UPDATE in place", "preview", "file of 125", "likeness", "growth"],
}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_prints_its_lines(part: str, tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    small = ["--rows", "200", "--repeats", "1", "--only", part, "--json", str(file)]
    command = [sys.executable, "-m", "benchmarks.registration", *small]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [json.loads(line) for line in file.read_text().splitlines()] == lines
    assert all(set(line) >= LIKE and line["bench"] == "registration" and line["seconds"] > 0 for line in lines)
    told = " ".join(line["case"] for line in lines)
    assert [word for word in PARTS[part] if word not in told] == []
